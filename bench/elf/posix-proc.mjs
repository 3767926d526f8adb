// readElf() and all symbols of the node binary; beside it, its header alone.

import { readElf } from 'posix-proc/elf';
import { now, serve } from '../fork/serve.mjs';

await serve(() => {
  const before = now();
  const elf = readElf(process.execPath);
  const header = now() - before;
  const symbols = elf.symbols().length + elf.dynamicSymbols().length;
  elf.close();
  return { header, time: now() - before, symbols };
});
