// 2章 プロセス管理 (基礎編): ASLR

import { readFileSync } from 'node:fs';
import { ADDR_NO_RANDOMIZE } from 'posix-proc';
import { codeOf, outputOf } from './shared.js';

const file = '/proc/sys/kernel/randomize_va_space';
console.log(`${file} = ${readFileSync(file, 'latin1').trim()}`);

/** Where the stack of a program begins. */
const stack = (personality?: number) =>
  outputOf(['grep', '[[]stack', '/proc/self/maps'], personality).split('-')[0];

for (let i = 0; i < 3; i++) console.log(`stack at ${stack()}`);
const allowed = codeOf(() => outputOf(['true'], ADDR_NO_RANDOMIZE));
console.log(`ADDR_NO_RANDOMIZE: ${allowed}`);
for (let i = 0; i < 3 && allowed === 'no error'; i++)
  console.log(`stack, not random, at ${stack(ADDR_NO_RANDOMIZE)}`);
