// fork(2) for a process that runs JavaScript. How it can work is told in
// native/fork/fork.h; what a child shares with its parent, in docs/fork.md; when
// fork() refuses, in docs/limits.md.

import { isMainThread } from 'node:worker_threads';
import { available, binding } from '../../internal/binding.js';
import { refusal } from '../../internal/errors.js';
import { type ForkHooks, registry } from '../../internal/registry.js';
import { flushStdio } from '../../internal/stdio.js';
import { func, integer, object, oneOf } from '../../internal/validate.js';
import { Child } from '../child.js';
import { mendChild, rehearse } from './child.js';
import { clearImmediates } from './timers.js';
import { findEarlierWorkers, liveLoaders, liveWorkers } from './workers.js';

export { keepShared } from './shared.js';

const native = binding<{
  fork(
    timeoutMs: number,
    allowedWorkers: number,
    terminate: boolean,
    closeHandles: boolean,
    shared: number[],
  ): number | [code: string, reason: string];
  forkUnsupported(): string;
}>();

/** How {@link fork} and {@link forkChild} fork. */
export type ForkOptions = {
  /**
   * With live Workers: throw ERR_FORK_WORKERS ('refuse', the default), or end
   * them in the child ('terminate'). The parent's go on either way.
   */
  workers?: 'refuse' | 'terminate';
  /** How long to wait for busy threads to become idle; 2000 by default. */
  timeoutMs?: number;
  /**
   * What becomes of inherited sockets, servers, watchers and timers in the
   * child: they go on ('keep', the default of fork), or they are closed without
   * a word to the other side ('close', the default of forkChild).
   */
  handles?: 'keep' | 'close';
};

type Checked = Required<ForkOptions>;

function check(
  options: ForkOptions,
  handlesDefault: Checked['handles'],
): Checked {
  object(options, 'options');
  const {
    workers = 'refuse',
    timeoutMs = 2000,
    handles = handlesDefault,
  } = options;
  return {
    workers: oneOf(workers, 'options.workers', ['refuse', 'terminate']),
    timeoutMs: integer(timeoutMs, 'options.timeoutMs', 0),
    handles: oneOf(handles, 'options.handles', ['keep', 'close']),
  };
}

let elsewhere: string | undefined;

/** What stands against fork() on this system, whatever the program does. */
function unsupported(): string {
  elsewhere ??= notNodeOnLinux();
  return elsewhere || native.forkUnsupported();
}

function notNodeOnLinux(): string {
  const { bun, deno, electron } = process.versions as Record<string, string>;
  if (bun) return 'this is Bun, not Node';
  if (deno) return 'this is Deno, not Node';
  if (electron) return 'this is Electron, not Node';
  if (process.platform !== 'linux') return 'it works on Linux only';
  if (process.arch !== 'x64') return 'it works on x86-64 only';
  return available ? '' : 'the addon of posix-proc does not load here';
}

/**
 * Whether fork() can work in this process at all, and if not, why. It does not
 * try: system calls that seccomp forbids, and io_uring with a thread of the
 * kernel's, {@link fork} finds out.
 *
 * @example
 * import { forkSupport } from 'posix-proc';
 * console.log(forkSupport()); // { supported: true }
 */
export function forkSupport():
  | { supported: true }
  | { supported: false; code: string; reason: string } {
  if (!isMainThread)
    return {
      supported: false,
      code: 'ERR_FORK_WORKER_THREAD',
      reason: 'fork() belongs to the main thread',
    };
  const reason = unsupported();
  return reason
    ? { supported: false, code: 'ERR_FORK_UNSUPPORTED', reason }
    : { supported: true };
}

let inspectorUrl: () => string | undefined;

function inspectorIsOpen(): boolean {
  if (!process.features.inspector) return false;
  inspectorUrl ??= (require('node:inspector') as typeof import('inspector'))
    .url;
  return inspectorUrl() !== undefined;
}

function refuseEarly(options: Checked): void {
  const support = forkSupport();
  if (!support.supported)
    throw refusal(support.code, `fork is not supported: ${support.reason}`);
  if (inspectorIsOpen())
    throw refusal(
      'ERR_FORK_INSPECTOR',
      'fork with an open inspector would share its connection; close it first',
    );
  refuseWorkers(options);
}

function refuseWorkers(options: Checked): void {
  const count = liveWorkers().length;
  if (count > 0 && options.workers === 'refuse')
    throw refusal(
      'ERR_FORK_WORKERS',
      `fork with ${count === 1 ? 'a live Worker' : `${count} live Workers`}: ` +
        "end them first, or in the child by { workers: 'terminate' }",
    );
}

let rehearsed = false;

function forkThreads(options: Checked, retry = true): number {
  if (!rehearsed) rehearse();
  rehearsed = true;
  const terminate = options.workers === 'terminate';
  const result = native.fork(
    options.timeoutMs,
    liveLoaders().length + (terminate ? liveWorkers().length : 0),
    terminate,
    options.handles === 'close',
    [...registry.shared],
  );
  if (typeof result === 'number') return result;
  const [code, reason] = result;
  if (code === 'ERR_FORK_WORKERS' && retry && findEarlierWorkers()) {
    refuseWorkers(options);
    return forkThreads(options, false);
  }
  throw refusal(code, `fork: ${reason}`);
}

/** A hook that throws must not hide that there are two processes now. */
function run(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

function forkChecked(options: Checked): number {
  refuseEarly(options);
  const hooks = [...registry.hooks];
  const prepared = new Set<ForkHooks>();
  let pid = -1;
  try {
    for (const hook of [...hooks].reverse()) {
      hook.prepare?.();
      prepared.add(hook);
    }
    if (!flushStdio(options.timeoutMs))
      throw refusal(
        'ERR_FORK_BUSY',
        `fork: nobody has read stdout or stderr for ${options.timeoutMs} ms`,
      );
    pid = forkThreads(options);
  } finally {
    if (pid === 0) mendChild(liveWorkers(), options.handles);
    for (const hook of hooks) {
      if (pid === 0) run(() => hook.child?.());
      else if (prepared.has(hook)) run(() => hook.parent?.(pid));
    }
  }
  return pid;
}

/**
 * `fork()`: makes a copy of this process that goes on from the same call in
 * JavaScript, with its event loop, timers, sockets and thread pool. Returns the
 * child's pid in the parent and 0 in the child. Memory is shared until one of
 * the two writes to it. stdout and stderr are flushed first, so that nothing is
 * written twice.
 *
 * Refuses with ERR_FORK_UNSUPPORTED, ERR_FORK_WORKER_THREAD (called in a
 * Worker), ERR_FORK_WORKERS, ERR_FORK_INSPECTOR, ERR_FORK_PREVENTED (by
 * preventFork() of posix-proc/daemon) or ERR_FORK_BUSY (a thread was not idle
 * within `timeoutMs`), and with the kernel's EAGAIN, ENOMEM or EMFILE. Whenever it
 * throws, there is no child.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/fork.2.html | fork(2)}
 * @example
 * import { fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   console.log('child', process.pid);
 *   process.exit(7);
 * }
 * console.log('parent of', pid, waitpid(pid)); // { …, kind: 'exited', code: 7 }
 */
export function fork(options: ForkOptions = {}): number {
  return forkChecked(check(options, 'keep'));
}

/**
 * Registers functions to run around every fork, as `pthread_atfork` does:
 * `prepare` before it, the last registered first; then `parent` and `child`,
 * the first registered first. `parent` is given the child's pid, or -1 when
 * fork failed after this `prepare`. What `prepare` throws, fork throws; what the
 * others throw is an uncaught exception on the next tick. Disposing of the
 * result removes them.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/pthread_atfork.3.html | pthread_atfork(3)}
 * @example
 * import { _exit, atfork, fork, waitpid } from 'posix-proc';
 * const hooks = atfork({
 *   parent: (pid) => console.log('a child', pid),
 *   child: () => console.log('I am the child'),
 * });
 * const pid = fork();
 * if (pid === 0) process.exit(0);
 * waitpid(pid);
 * hooks[Symbol.dispose]();
 */
export function atfork(hooks: ForkHooks): Disposable {
  object(hooks, 'hooks');
  for (const name of ['prepare', 'parent', 'child'] as const) {
    if (hooks[name] !== undefined) func(hooks[name], `hooks.${name}`);
  }
  const registered = {
    prepare: () => hooks.prepare?.(),
    parent: (pid: number) => hooks.parent?.(pid),
    child: () => hooks.child?.(),
  };
  registry.hooks.add(registered);
  return {
    [Symbol.dispose]: () => {
      registry.hooks.delete(registered);
    },
  };
}

/**
 * Forks on the next turn of the event loop, from an empty stack. The child runs
 * `main` and nothing else of the caller: its inherited sockets, servers,
 * watchers and child processes are closed without a word to the other side,
 * inherited timers do not fire, inherited `'exit'` listeners do not run. It
 * exits when `main` has settled, its output flushed: with the number that
 * `main` gave, else 0; with 1 after an error, whose stack is printed; with 13
 * when `main` can never settle. Refuses as {@link fork} does.
 *
 * @example
 * import { forkChild } from 'posix-proc';
 * const child = await forkChild(async () => {
 *   console.log('in the child', process.pid);
 *   return 5;
 * });
 * console.log(await child.wait()); // { …, kind: 'exited', code: 5, … }
 */
export async function forkChild<T>(
  main: () => T | Promise<T>,
  options: ForkOptions = {},
): Promise<Child> {
  func(main, 'main');
  return forkOnNextTurn(main, options);
}

/** `prepare` runs in the turn of the fork: no other fork comes between. */
export async function forkOnNextTurn(
  main: () => unknown,
  options: ForkOptions,
  prepare = () => {},
): Promise<Child> {
  const checked = check(options, 'close');
  return new Promise((resolve, reject) => {
    const turn = setImmediate(() => {
      try {
        prepare();
        const pid = forkChecked(checked);
        if (pid === 0) {
          clearImmediates(turn);
          void runMain(main);
        } else {
          resolve(new Child(pid));
        }
      } catch (error) {
        reject(error);
      }
    });
  });
}

async function runMain(main: () => unknown): Promise<never> {
  // As Node ends a module whose await can never settle.
  process.once('beforeExit', () => {
    console.error('posix-proc: main has not settled and nothing is left to do');
    process.exit(13);
  });
  let status = 1;
  try {
    const outcome = await main();
    status = typeof outcome === 'number' ? outcome & 0xff : 0;
  } catch (error) {
    console.error(error);
  }
  flushStdio(2 ** 31 - 1); // however late it is read, as at any end of Node
  process.exit(status);
}
