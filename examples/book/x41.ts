// What fork() costs, and what other ways to a process do, when memory is in use

import { spawnSync } from 'node:child_process';
import {
  _exit,
  CLOCK_THREAD_CPUTIME_ID,
  clock_gettime,
  fork,
  MADV_NOHUGEPAGE,
  madvise,
  mmap,
  posix_spawn,
  waitpid,
} from 'posix-proc';
import { resident } from './shared.js';

const now = () => performance.now();

/** What this thread has had of a processor, in ms: whatever else is running. */
const used = () => Number(clock_gettime(CLOCK_THREAD_CPUTIME_ID)) / 1e6;

/** The least of some times: in the others something came between. */
function least(count: number, clock: () => number, run: () => void): string {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const start = clock();
    run();
    best = Math.min(best, clock() - start);
  }
  return `${best.toFixed(2)} ms`;
}

function forked() {
  const pid = fork();
  if (pid === 0) _exit(0);
  waitpid(pid);
}

const row = (...cells: unknown[]) =>
  console.log(cells.map((cell) => `${cell}`.padStart(14)).join(''));

console.log("what each of them takes of the caller's processor");
row('resident', 'fork', 'posix_spawn', 'child_process');
const memory: Uint8Array[] = [];
for (let size = 0; size < 3; size++) {
  if (size > 0) {
    const more = mmap({ length: 100 * 2 ** 20 });
    madvise(more, MADV_NOHUGEPAGE); // as memory of many small objects
    memory.push(new Uint8Array(more).fill(1));
  }
  row(
    `${resident()} MiB`,
    least(6, used, forked),
    least(6, used, () => waitpid(posix_spawn('/bin/true', ['true']))),
    least(6, used, () => spawnSync('/bin/true')),
  );
}

const start = () => spawnSync(process.execPath, ['-e', '']);
console.log(`a forked child, by the clock: ${least(6, now, forked)}`);
console.log(`another node, by the clock: ${least(2, now, start)}`);
