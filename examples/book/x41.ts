// What fork() costs, and what other ways to a process do, when memory is in use

import { spawnSync } from 'node:child_process';
import {
  _exit,
  fork,
  MADV_NOHUGEPAGE,
  madvise,
  mmap,
  posix_spawn,
  waitpid,
} from 'posix-proc';
import { statm } from 'posix-proc/proc';

const MiB = 2 ** 20;
const step = 128;
const count = 10;

/** The least of some times, in ms: in the others something came between. */
function least(times: number, run: () => void): string {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best.toFixed(2);
}

function forked() {
  const pid = fork();
  if (pid === 0) _exit(0);
  waitpid(pid);
}

const row = (...cells: unknown[]) =>
  console.log(cells.map((cell) => `${cell}`.padStart(14)).join(''));

const memory: Uint8Array[] = [];
row('resident', 'fork', 'posix_spawn', 'child_process');
for (let used = 0; used <= 2 * step; used += step) {
  if (used > 0) {
    const more = mmap({ length: step * MiB });
    madvise(more, MADV_NOHUGEPAGE); // as memory of many small objects
    memory.push(new Uint8Array(more).fill(1));
  }
  row(
    `${Math.round((Number(statm('self').resident) * 4096) / MiB)} MiB`,
    `${least(count, forked)} ms`,
    `${least(count, () => waitpid(posix_spawn('/bin/true', ['true'])))} ms`,
    `${least(count, () => spawnSync('/bin/true'))} ms`,
  );
}
const start = () => spawnSync(process.execPath, ['-e', '']);
console.log(`another node, from its start: ${least(2, start)} ms`);
