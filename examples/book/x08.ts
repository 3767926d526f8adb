// 試して理解Linuxのしくみ, 4: デマンドページング, vsz-rss.sh

import { MADV_NOHUGEPAGE, madvise, mmap } from 'posix-proc';
import { statOf } from './shared.js';

const MiB = 2 ** 20;
const page = 4096;

/** The fields of proc_pid_stat(5): vsize is number 23, rss 24, minflt 10. */
function show(what: string) {
  const stat = statOf('self') as string[];
  const size = Number(stat[23 - 3]) / MiB;
  const resident = (Number(stat[24 - 3]) * page) / MiB;
  const cells = [size, resident].map((it) => it.toFixed(0).padStart(8));
  console.log(`${cells.join('')} ${stat[10 - 3]?.padStart(8)}  ${what}`);
}

console.log('     VSZ     RSS   minflt  in MiB, but for the page faults');
show('at first');
const memory = new Uint8Array(mmap({ length: 1000 * MiB }));
madvise(memory, MADV_NOHUGEPAGE); // they would come 512 pages at a time
show('mapped 1000');
for (let used = 0; used < 100; used += 20) {
  for (let at = used * MiB; at < (used + 20) * MiB; at += page) memory[at] = 1;
  show(`used ${used + 20}`);
}
