// How a process gets a child that it has not forked itself: fork(2) by one of its
// descendants, through a process in between that ends at once. Whoever is left
// behind becomes a child of the nearest subreaper.

import { _exit } from '../../posix/exit.js';
import { close, pipe, write } from '../../posix/fd.js';
import { fork } from '../../posix/fork/index.js';
import { getpid, getppid } from '../../posix/ids.js';
import { readAsync } from '../../posix/poll.js';
import { setPdeathsig } from '../../posix/prctl.js';
import { sched_yield } from '../../posix/sched.js';
import { forkWhenAllowed } from '../prevent-fork.js';
import { become, type Channel } from './channel.js';
import type { News } from './plan.js';

/**
 * Forks a child for `parent`, a subreaper, from an empty stack, which runs `main`
 * with its channel, of the descriptor `fd`, and does not outlive its new parent.
 * Returns its pid.
 */
export async function forkFor(
  parent: number,
  fd: number,
  main: (channel: Channel<News>) => unknown,
): Promise<number> {
  const [r, w] = pipe();
  try {
    const between = await forkWhenAllowed(() => {
      close(r);
      const channel = become(fd);
      forkAndEnd(w, channel);
      setPdeathsig('SIGKILL', parent);
      return main(channel);
    }).finally(() => close(w));
    const said = (await readAsync(r, 1000)).toString();
    await between.wait(); // from now on the other one has its parent
    if (/^\d+$/.test(said)) return Number(said);
    throw new Error(said || 'fork: the process in between has ended');
  } finally {
    close(r);
  }
}

/** In the process in between. Returns in the one that stays. */
function forkAndEnd(told: number, channel: Channel<News>): void {
  const self = getpid();
  const here = () => channel.send({ type: 'here', pid: getpid() });
  here();
  const end: (said: string) => never = (said) => {
    try {
      write(told, said);
    } finally {
      _exit(0); // EPIPE: nobody wants to know any more
    }
  };
  let pid: number;
  try {
    pid = fork();
  } catch (error) {
    end((error as Error).message);
  }
  if (pid > 0) end(`${pid}`);
  here();
  close(told);
  while (getppid() === self) sched_yield();
}
