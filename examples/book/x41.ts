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
import { resident } from './shared.js';

/** The least of some times: in the others something came between. */
function least(count: number, run: () => void): string {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
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
    least(8, forked),
    least(8, () => waitpid(posix_spawn('/bin/true', ['true']))),
    least(8, () => spawnSync('/bin/true')),
  );
}
const start = () => spawnSync(process.execPath, ['-e', '']);
console.log(`another node, from its start: ${least(2, start)}`);
