// 試して理解Linuxのしくみ, 1: ppidloop

import { getppid, getrusage, RUSAGE_SELF } from 'posix-proc';

/** What a loop of 300 ms spends in the kernel, in percent of its time. */
function loop(name: string, round: () => unknown) {
  const before = getrusage(RUSAGE_SELF);
  const end = performance.now() + 300;
  while (performance.now() < end) {
    for (let i = 0; i < 1000; i++) round();
  }
  const after = getrusage(RUSAGE_SELF);
  const system = after.stime - before.stime;
  const user = after.utime - before.utime;
  const percent = Math.round((100 * system) / (system + user));
  console.log(`${name}: ${percent} % of its time in the kernel`);
}

let sum = 0;
loop('getppid()', () => getppid());
loop('addition', () => sum++);
const parent = getppid();
console.log(`getppid() is ${parent}, process.ppid ${process.ppid}`);
