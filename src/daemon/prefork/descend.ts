// How a process gets a child that it has not forked itself: fork(2) by one of its
// descendants, through a process in between that ends at once. Whoever is left
// behind becomes a child of the nearest subreaper.

import { _exit } from '../../posix/exit.js';
import { close, pipe, write } from '../../posix/fd.js';
import { fork, forkOnNextTurn } from '../../posix/fork/index.js';
import { getpid, getppid } from '../../posix/ids.js';
import { readAsync } from '../../posix/poll.js';
import { setPdeathsig } from '../../posix/prctl.js';
import { sched_yield } from '../../posix/sched.js';

/** In the process in between. Returns in the one that stays. */
function forkAndEnd(told: number): void {
  const self = getpid();
  let pid: number;
  try {
    pid = fork();
  } catch (error) {
    write(told, `${(error as Error).message}`);
    pid = -1;
  }
  if (pid > 0) write(told, `${pid}`);
  if (pid !== 0) _exit(0);
  close(told);
  while (getppid() === self) sched_yield();
}

/**
 * Forks a child for `parent`, a subreaper, from an empty stack, which runs `main`
 * and does not outlive its new parent. Returns its pid.
 */
export async function forkFor(
  parent: number,
  main: () => unknown,
): Promise<number> {
  const [r, w] = pipe();
  try {
    const between = await forkOnNextTurn(() => {
      close(r);
      forkAndEnd(w);
      setPdeathsig('SIGKILL', parent);
      return main();
    }, {}).finally(() => close(w));
    const said = (await readAsync(r, 1000)).toString();
    await between.wait(); // from now on the other one has its parent
    if (/^\d+$/.test(said)) return Number(said);
    throw new Error(said || 'fork: the process in between has ended');
  } finally {
    close(r);
  }
}
