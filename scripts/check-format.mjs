// clang-format over native/, where it is installed. `--write` formats.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { nativeFiles } = require('./native-files.js');

const files = nativeFiles().filter((file) => !file.endsWith('.def'));
const mode = process.argv.includes('--write')
  ? ['-i']
  : ['--dry-run', '--Werror'];
const { error, status } = spawnSync('clang-format', [...mode, ...files], {
  cwd: path.join(import.meta.dirname, '..'),
  stdio: 'inherit',
});
if (error)
  console.log('check-format: no clang-format here: native/ not checked');
else process.exitCode = status;
