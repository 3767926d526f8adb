// プロセス制御: fork関数, コピーオンライト

import { fork, getrusage, mmap, RUSAGE_THREAD, waitpid } from 'posix-proc';

const page = 4096;
const pages = 5000;
const memory = new Uint8Array(mmap({ length: pages * page })).fill(1);

/** How many page faults of this thread there are while each page is used once. */
function faults(use: (at: number) => void): number {
  const { minflt } = getrusage(RUSAGE_THREAD);
  for (let at = 0; at < memory.length; at += page) use(at);
  return getrusage(RUSAGE_THREAD).minflt - minflt;
}

let sum = 0;
const read = (at: number) => {
  sum += memory[at] as number;
};
const write = (at: number) => {
  memory[at] = 2;
};

console.log(`${pages} pages`);
const pid = fork();
if (pid === 0) {
  console.log(`child reads: ${faults(read)} page faults, sum ${sum}`);
  console.log(`child writes: ${faults(write)} page faults`);
  console.log(`child writes again: ${faults(write)} page faults`);
  process.exit(0);
}
waitpid(pid);
faults(read);
console.log(`parent: sum ${sum}`);
