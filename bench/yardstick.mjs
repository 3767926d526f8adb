// Compiles bench/native: bare system calls, for programs to compare with.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compilerMissing, nodedir } from '../scripts/build-native.mjs';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;

export async function buildYardstick() {
  const missing = compilerMissing();
  if (missing)
    throw new Error(`no ${missing} here, and bench/native is compiled`);
  execFileSync(
    process.execPath,
    [
      require.resolve('node-gyp/bin/node-gyp.js'),
      'configure',
      'build',
      `--nodedir=${await nodedir()}`,
      '--loglevel=error',
    ],
    { cwd: path.join(here, 'native'), stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
