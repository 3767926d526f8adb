// Linux in Practice, chapter 4: segv.c

import {
  fexecve,
  getpid,
  kill,
  P_PID,
  raise,
  sigaction,
  WEXITED,
  waitid,
  waitpid,
} from 'posix-proc';
import { child, how, machineCode } from './shared.js';

// Writes 1 to address 0, and would exit with 0 after that.
const segv = machineCode(
  ...[0x31, 0xc0], // xor eax, eax
  ...[0xc6, 0x00, 0x01], // mov byte [rax], 1
  ...[0xb8, 0x3c, 0x00, 0x00, 0x00], // mov eax, 60: _exit()
  ...[0x31, 0xff], // xor edi, edi
  ...[0x0f, 0x05], // syscall
);

const writer = child(() => {
  console.log('before invalid access');
  fexecve(segv, ['segv'], {});
});
const info = waitid(P_PID, writer, WEXITED);
console.log(`after it: ${info?.codeName} ${info?.status}`);

// JavaScript has no pointer that could be wrong.
const bytes = Buffer.alloc(1);
bytes[4096] = 1;
console.log(`a Buffer of ${bytes.length}, written at 4096: ${bytes[4096]}`);
try {
  (null as unknown as { value: number }).value = 1;
} catch (error) {
  console.log(`a property of null: ${(error as Error).name}`);
}

console.log(`raise(): ${how(waitpid(child(() => raise('SIGSEGV'))))}`);

// What is sent by somebody can be handled.
const hearer = child(() => {
  sigaction('SIGSEGV', {
    handler: (_, { codeName }) => console.log(`handler: ${codeName}`),
  });
  kill(getpid(), 'SIGSEGV');
});
console.log(`kill(): ${how(waitpid(hearer))}`);
