// clang-tidy over native/, by the list of .clang-tidy and with the flags that
// the addon is compiled with. Arguments go to run-clang-tidy:
//   npm run tidy -- [-fix] [files, as regular expressions]

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { besideRelease, gyp, nodedir } from './build-native.mjs';

const folder = besideRelease('Tidy');
const format = ['--', '-f', 'compile_commands_json'];
gyp(folder, await nodedir(), ['configure', ...format]);
const { error, status } = spawnSync(
  'run-clang-tidy',
  [
    ...['-quiet', '-p', path.join(folder, 'build/Release')],
    ...process.argv.slice(2),
  ],
  { cwd: path.join(import.meta.dirname, '..'), stdio: 'inherit' },
);
if (error) throw new Error(`run-clang-tidy: ${error.message}`);
process.exitCode = status ?? 1;
