// clang-tidy over native/, by the list of .clang-tidy and with the flags that
// the addon is compiled with. `--fix` and other arguments go through.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { besideRelease, gyp, nodedir } from './build-native.mjs';

const require = createRequire(import.meta.url);
const { nativeFiles } = require('./native-files.js');

const folder = besideRelease('Tidy');
gyp(folder, await nodedir(), [
  'configure',
  '--',
  '-f',
  'compile_commands_json',
]);
const { error, status } = spawnSync(
  'clang-tidy',
  [
    '--quiet',
    '--warnings-as-errors=*',
    '-p',
    path.join(folder, 'build/Release'),
    ...process.argv.slice(2),
    ...nativeFiles().filter((file) => file.endsWith('.cc')),
  ],
  { cwd: path.join(import.meta.dirname, '..'), stdio: 'inherit' },
);
if (error) throw new Error(`clang-tidy: ${error.message}`);
process.exitCode = status;
