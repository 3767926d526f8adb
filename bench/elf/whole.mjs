// A whole Node that reads all symbols of its own binary once.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { now, serve } from '../fork/serve.mjs';

const code = `const { readElf } = require('posix-proc/elf');
const elf = readElf(process.execPath);
elf.symbols().length + elf.dynamicSymbols().length`;

await serve(() => {
  const before = now();
  const { status } = spawnSync(process.execPath, ['-e', code], {
    cwd: path.join(import.meta.dirname, '../..'),
    stdio: 'ignore',
  });
  const time = now() - before;
  if (status !== 0) throw new Error('node failed');
  return { time };
});
