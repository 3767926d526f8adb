// A parent and its child that tell each other how far they are: TELL_WAIT of
// "Advanced Programming in the UNIX Environment", by two pipes.

import { refusal } from '../internal/errors.js';
import { close, pipe, read, write } from './fd.js';

/** What {@link tellWait} returns. */
export type TellWait = {
  /** The child lets its parent go on. */
  tellParent(): void;
  /** The parent lets its child go on. */
  tellChild(): void;
  /** The child waits for tellChild() of its parent. */
  waitParent(): void;
  /** The parent waits for tellParent() of its child. */
  waitChild(): void;
  /** Closes what is open here; whoever waits on the other side is told. */
  [Symbol.dispose](): void;
};

/**
 * Two pipes by which a parent and the child that it forks next wait for each
 * other, whichever of them runs first. Call it before {@link fork}; parent and
 * child then use their two functions each. One that is told before it waits goes
 * on at once; each tell ends one wait.
 *
 * The first call of each side settles which side it is, and closes the other
 * one's ends. So a wait for a process that has ended throws ERR_TELL_WAIT_ENDED,
 * and telling it EPIPE. A call that belongs to the other side throws
 * ERR_TELL_WAIT_SIDE. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pipe.2.html | pipe(2)}
 * @example
 * import { _exit, fork, tellWait, waitpid, write } from 'posix-proc';
 * const sides = tellWait();
 * const pid = fork();
 * if (pid === 0) {
 *   sides.waitParent();
 *   write(1, 'then the child\n');
 *   _exit(0);
 * }
 * write(1, 'first the parent, ');
 * sides.tellChild();
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 * sides[Symbol.dispose]();
 */
export function tellWait(): TellWait {
  const toChild = pipe();
  let toParent: [number, number];
  try {
    toParent = pipe();
  } catch (error) {
    for (const fd of toChild) close(fd);
    throw error;
  }
  let side: 'parent' | 'child' | 'closed' | undefined;
  const open = new Set([...toChild, ...toParent]);

  /** Only the ends of this side stay open. */
  function keep(...ends: number[]): void {
    for (const fd of open) {
      if (ends.includes(fd)) continue;
      open.delete(fd);
      close(fd);
    }
  }

  function take(mine: 'parent' | 'child', call: string): void {
    if (side === undefined) {
      side = mine;
      if (mine === 'parent') keep(toChild[1], toParent[0]);
      else keep(toChild[0], toParent[1]);
    }
    if (side !== mine)
      throw refusal(
        'ERR_TELL_WAIT_SIDE',
        side === 'closed'
          ? `${call}() comes after the end of tellWait()`
          : `${call}() is for the ${mine}, and this is the ${side}`,
      );
  }

  function waitFor(fd: number, call: string): void {
    if (read(fd, 1).length === 0)
      throw refusal(
        'ERR_TELL_WAIT_ENDED',
        `${call}() waits for a process that has ended`,
      );
  }

  return {
    tellParent() {
      take('child', 'tellParent');
      write(toParent[1], 'c');
    },
    tellChild() {
      take('parent', 'tellChild');
      write(toChild[1], 'p');
    },
    waitParent() {
      take('child', 'waitParent');
      waitFor(toChild[0], 'waitParent');
    },
    waitChild() {
      take('parent', 'waitChild');
      waitFor(toParent[0], 'waitChild');
    },
    [Symbol.dispose]() {
      side = 'closed';
      keep();
    },
  };
}
