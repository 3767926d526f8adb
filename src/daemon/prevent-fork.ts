// preventFork(): no fork while something is under way that a copy of the process
// could not go on with.

import { refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { func } from '../internal/validate.js';
import type { Child } from '../posix/child.js';
import { atfork, forkOnNextTurn } from '../posix/fork/index.js';

let preventions = 0;
let hook: Disposable | undefined;
let waiting: (() => void)[] = [];

function refuse(): never {
  throw refusal(
    'ERR_FORK_PREVENTED',
    'fork: preventFork() forbids it until what it was given is over',
  );
}

function begin(): void {
  if (preventions++ === 0) hook = atfork({ prepare: refuse });
}

function end(): void {
  if (--preventions > 0) return;
  hook?.[Symbol.dispose]();
  const allowed = waiting;
  waiting = [];
  for (const goOn of allowed) goOn();
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/**
 * Runs `during`, and until it has returned this process does not fork: who tries
 * gets ERR_FORK_PREVENTED. If it returns a promise, that goes on until it has
 * settled; what is returned is a promise of the same. For what a copy of the
 * process could not go on with: a library that holds a lock in a thread of its
 * own, a file that is written in several steps. It may be nested. Starting other
 * programs, by `posix_spawn()` or child_process, is not a fork. What forks on
 * its own account waits: {@link zygote} for its zygote, and that for its jobs.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/pthread_atfork.3.html | pthread_atfork(3)}
 * @example
 * import { fork } from 'posix-proc';
 * import { preventFork } from 'posix-proc/daemon';
 * preventFork(() => {
 *   try {
 *     fork();
 *   } catch (error) {
 *     console.log(error.code); // ERR_FORK_PREVENTED
 *   }
 * });
 */
export function preventFork<T>(during: () => T): T {
  func(during, 'during');
  mainThreadOnly('preventFork');
  begin();
  let goesOn = false;
  try {
    const result = during();
    goesOn = isPromise(result);
    return goesOn ? (Promise.resolve(result).finally(end) as T) : result;
  } finally {
    if (!goesOn) end();
  }
}

/** Resolves when nothing prevents a fork, but the next turn may bring something. */
function forkAllowed(): Promise<void> {
  if (preventions === 0) return Promise.resolve();
  return new Promise((resolve) => waiting.push(resolve));
}

const prevented = Symbol('prevented');

/** As forkOnNextTurn(), as soon as nothing prevents it. */
export async function forkWhenAllowed(
  main: () => unknown,
  prepare = () => {},
): Promise<Child> {
  for (;;) {
    await forkAllowed();
    try {
      return await forkOnNextTurn(main, {}, () => {
        if (preventions > 0) throw prevented;
        prepare();
      });
    } catch (error) {
      if (error !== prevented) throw error;
    }
  }
}
