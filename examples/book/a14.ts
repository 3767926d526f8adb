// 2章 プロセス管理 (基礎編): ASLR

import { closeSync, openSync, readSync } from 'node:fs';
import { ADDR_NO_RANDOMIZE } from 'posix-proc';
import { codeOf, outputOf } from './shared.js';

/** EXEC lies where its file says, DYN anywhere: that is a PIE. */
function elfType(file: string): string | undefined {
  const header = Buffer.alloc(18);
  const fd = openSync(file, 'r');
  readSync(fd, header);
  closeSync(fd);
  return { 2: 'EXEC', 3: 'DYN' }[header.readUInt16LE(16)];
}

const cat = ['/bin/cat', '/proc/self/maps'];
const print = "console.log(fs.readFileSync('/proc/self/maps', 'latin1'))";
const node = [process.execPath, '-e', print];

/** Where the program is that prints its own maps: its first mapping. */
const base = (command: string[], personality?: number) =>
  outputOf(command, personality).split('-', 1)[0];

for (const [name, command] of Object.entries({ cat, node })) {
  console.log(`${name}: ${elfType(command[0] as string)}`);
  for (let i = 0; i < 2; i++) console.log(`${name} at ${base(command)}`);
}
const allowed = codeOf(() => outputOf(['true'], ADDR_NO_RANDOMIZE));
console.log(`ADDR_NO_RANDOMIZE: ${allowed}`);
for (let i = 0; i < 2 && allowed === 'no error'; i++)
  console.log(`cat, not random, at ${base(cat, ADDR_NO_RANDOMIZE)}`);
