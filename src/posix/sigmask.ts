// The mask of blocked signals: sigprocmask(2), sigpending(2), sigsuspend(2),
// pause(2). It is one for the whole process: docs/signals.md.

import { binding, constants } from '../internal/binding.js';
import {
  deliver,
  heldBack,
  interruptedForGood,
  suspended,
} from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import type { Signal, SignalName } from '../internal/signals.js';
import { fromMask, toMask } from '../internal/sigset.js';
import { integer } from '../internal/validate.js';

const native = binding<{
  sigprocmask(how: number, mask: bigint): bigint;
  sigpending(): bigint;
  sigsuspend(mask: bigint): void;
  pause(): void;
}>();

export const { SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK } = constants;

/**
 * `sigprocmask(how, &set, &oldset)`: changes which signals are blocked, and
 * returns which were before; without `set` it only tells. SIG_BLOCK adds to
 * them, SIG_UNBLOCK takes from them, SIG_SETMASK replaces them. A signal that is
 * blocked is pending until it is unblocked, and then comes once, real-time
 * signals as often as they were sent; its handler has run when sigprocmask()
 * returns. SIGKILL and SIGSTOP cannot be blocked, and are passed over.
 *
 * The mask is that of the whole process: Node's other threads and Workers block
 * these signals beside those they block of their own accord. fork(), exec and
 * posix_spawn() hand it on. A fault of the program's own (SIGSEGV, SIGFPE, …)
 * that is blocked ends the process, WebAssembly's traps included. While SIGCHLD
 * is blocked child_process does not hear of its children.
 *
 * ERR_SIGNAL_MASK_BUSY: a thread does not answer, and ERR_SIGNAL_MASK_UNSUPPORTED:
 * there is no /proc, or seccomp forbids it. EAGAIN: as many signals are pending
 * as may be (RLIMIT_SIGPENDING). Nothing has changed then. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigprocmask.2.html | sigprocmask(2)}
 * @example
 * import { getpid, kill, SIG_BLOCK, SIG_SETMASK, sigaction, sigprocmask } from 'posix-proc';
 * sigaction('SIGTERM', { handler: (signo) => console.log(signo) }); // 15
 * const before = sigprocmask(SIG_BLOCK, ['SIGTERM']);
 * kill(getpid(), 'SIGTERM');
 * console.log(sigprocmask(SIG_SETMASK, before)); // [ 'SIGTERM' ]
 */
export function sigprocmask(
  how: number,
  set?: readonly Signal[],
): SignalName[] {
  integer(how, 'how', SIG_BLOCK, SIG_SETMASK);
  const mask = set === undefined ? undefined : toMask(set, 'set');
  mainThreadOnly('sigprocmask');
  if (mask === undefined) return fromMask(native.sigprocmask(SIG_BLOCK, 0n));
  deliver(); // what has come so far was not blocked
  return fromMask(interruptedForGood(() => native.sigprocmask(how, mask)));
}

/**
 * `sigpending(&set)`: the signals that have come and wait, being blocked, or
 * because a handler runs. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigpending.2.html | sigpending(2)}
 * @example
 * import { raise, SIG_BLOCK, sigpending, sigprocmask } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGUSR2']);
 * raise('SIGUSR2');
 * console.log(sigpending()); // [ 'SIGUSR2' ]
 */
export function sigpending(): SignalName[] {
  mainThreadOnly('sigpending');
  deliver();
  return fromMask(native.sigpending() | heldBack());
}

/**
 * `sigsuspend(&mask)`: waits for a signal while `mask` is the mask of blocked
 * signals, and returns when a handler of {@link sigaction} has run; what a
 * handler throws leaves it. To block a signal before, and to wait without it in
 * `mask`, is how none is missed. A signal that only `process.on()` listens for
 * ends it as well, and reaches the listener on the event loop. The errors are
 * those of {@link sigprocmask}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigsuspend.2.html | sigsuspend(2)}
 * @example
 * import { fork, getppid, kill, sigaction, SIG_BLOCK, sigprocmask, sigsuspend, waitpid } from 'posix-proc';
 * let ready = false;
 * sigaction('SIGUSR2', { handler: () => (ready = true) });
 * sigprocmask(SIG_BLOCK, ['SIGUSR2']);
 * const pid = fork();
 * if (pid === 0) kill(getppid(), 'SIGUSR2');
 * else {
 *   while (!ready) sigsuspend([]);
 *   console.log(ready, waitpid(pid).code); // true 0
 * }
 */
export function sigsuspend(mask: readonly Signal[]): void {
  const bits = toMask(mask, 'mask');
  mainThreadOnly('sigsuspend');
  suspended(bits, () => native.sigsuspend(bits));
}

/**
 * `pause()`: waits for a signal, and returns when its handler has run. One that
 * has come before may be missed: {@link sigsuspend}. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pause.2.html | pause(2)}
 * @example
 * import { fork, getppid, kill, pause, sigaction, waitpid } from 'posix-proc';
 * sigaction('SIGUSR2', { handler: (signo) => console.log(signo) }); // 12
 * const pid = fork();
 * if (pid === 0) setTimeout(() => kill(getppid(), 'SIGUSR2'), 200);
 * else {
 *   pause();
 *   console.log(waitpid(pid).code); // 0
 * }
 */
export function pause(): void {
  mainThreadOnly('pause');
  native.pause();
  deliver();
}
