// Signals: names and numbers, kill(2), killpg(3), raise(3), sigaction(2).
// Manual page: signal(7).

import { binding, constants } from '../internal/binding.js';
import {
  actions,
  deliver,
  type Handler,
  startCatching,
} from '../internal/delivery.js';
import { invalidType } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { ignoredByNode } from '../internal/node-ignores.js';
import {
  names,
  nameToNumber,
  type Signal,
  type SignalName,
  toSignal,
} from '../internal/signals.js';
import { fromMask, toMask } from '../internal/sigset.js';
import { pid as checkPid, integer, object } from '../internal/validate.js';

export type { SigInfo } from '../internal/siginfo.js';
export type { Signal, SignalName } from '../internal/signals.js';

type RawAction = [
  kind: number,
  flags: number,
  mask: bigint,
  foreign?: Uint8Array,
];

const native = binding<{
  kill(pid: number, signo: number): void;
  killpg(pgrp: number, signo: number): void;
  raise(signo: number): void;
  sigaction(signo: number, kind: -1): RawAction;
  sigaction(
    signo: number,
    kind: number,
    flags: number,
    mask: bigint,
    foreign: Uint8Array | undefined,
    restore: boolean,
  ): RawAction;
}>();

export const {
  SIGHUP,
  SIGINT,
  SIGQUIT,
  SIGILL,
  SIGTRAP,
  SIGABRT,
  SIGBUS,
  SIGFPE,
  SIGKILL,
  SIGUSR1,
  SIGSEGV,
  SIGUSR2,
  SIGPIPE,
  SIGALRM,
  SIGTERM,
  SIGSTKFLT,
  SIGCHLD,
  SIGCONT,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGURG,
  SIGXCPU,
  SIGXFSZ,
  SIGVTALRM,
  SIGPROF,
  SIGWINCH,
  SIGIO,
  SIGPWR,
  SIGSYS,
  SIGRTMIN,
  SIGRTMAX,
  SA_NOCLDSTOP,
  SA_NOCLDWAIT,
  SA_SIGINFO,
  SA_ONSTACK,
  SA_RESTART,
  SA_NODEFER,
  SA_RESETHAND,
  SI_USER,
  SI_KERNEL,
  SI_QUEUE,
  SI_TIMER,
  SI_MESGQ,
  SI_ASYNCIO,
  SI_SIGIO,
  SI_TKILL,
  CLD_EXITED,
  CLD_KILLED,
  CLD_DUMPED,
  CLD_TRAPPED,
  CLD_STOPPED,
  CLD_CONTINUED,
} = constants;

/**
 * The name of signal number `n`, as `kill -l` has it; undefined when there is
 * no such signal.
 *
 * @example
 * import { signalName } from 'posix-proc';
 * console.log(signalName(9), signalName(0)); // SIGKILL undefined
 */
export function signalName(n: number): SignalName | undefined {
  return names.get(integer(n, 'n'));
}

/**
 * The number of the signal named `name`: `'SIGTERM'`, `'SIGRTMIN+3'`,
 * `'SIGRTMAX-1'`. An unknown name throws ERR_INVALID_ARG_VALUE.
 *
 * @example
 * import { signalNumber } from 'posix-proc';
 * console.log(signalNumber('SIGKILL')); // 9
 */
export function signalNumber(name: string): number {
  return nameToNumber(name, 'name');
}

/**
 * `kill(pid, sig)`: sends a signal. A `pid` of 0 means the caller's process
 * group, -1 every process that may be signalled, any other negative number the
 * process group `-pid`. A `sig` of 0 sends nothing and only checks. Sent to this
 * process, a handler set by {@link sigaction} has run when kill() returns, unless
 * it has to wait for another one. ESRCH: there is none. EPERM: it is somebody
 * else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/kill.2.html | kill(2)}
 * @example
 * import { fork, kill, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   kill(pid, 'SIGTERM');
 *   console.log(waitpid(pid)); // { …, kind: 'signaled', signal: 'SIGTERM', … }
 * }
 */
export function kill(pid: number, sig: Signal): void {
  native.kill(checkPid(pid), toSignal(sig, 'sig', 0));
  if (pid === process.pid || pid <= 0) deliver();
}

/**
 * `killpg(pgrp, sig)`: sends a signal to a process group; 0 means the caller's.
 * 1 is refused: to C it would mean every process there is.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/killpg.3.html | killpg(3)}
 * @example
 * import { fork, killpg, setpgid, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   setpgid(pid, pid);
 *   killpg(pid, 'SIGTERM');
 *   console.log(waitpid(pid).signal); // SIGTERM
 * }
 */
export function killpg(pgrp: number, sig: Signal): void {
  if (integer(pgrp, 'pgrp', 0) === 1) integer(pgrp, 'pgrp', 2);
  native.killpg(pgrp, toSignal(sig, 'sig', 0));
  deliver();
}

/**
 * `raise(sig)`: sends a signal to the caller. It returns when the handler has
 * run.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/raise.3.html | raise(3)}
 * @example
 * import { raise, sigaction } from 'posix-proc';
 * sigaction('SIGUSR2', { handler: (signo) => console.log(signo) });
 * raise('SIGUSR2'); // 12
 */
export function raise(sig: Signal): void {
  native.raise(toSignal(sig, 'sig', 0));
  deliver();
}

/** The default action of a signal: signal(7) has the table. */
export const SIG_DFL: unique symbol = Symbol.for('posix-proc.SIG_DFL');

/** The signal is ignored. */
export const SIG_IGN: unique symbol = Symbol.for('posix-proc.SIG_IGN');

/**
 * A handler that is not ours: Node's, libuv's or another library's. All that
 * can be done with it is to give it back to {@link sigaction}.
 */
class ForeignHandler {
  readonly #action: Uint8Array;

  /** @internal */
  constructor(action: Uint8Array) {
    this.#action = action;
  }

  /** @internal */
  static actionOf(handler: ForeignHandler): Uint8Array {
    return handler.#action;
  }
}

export type { ForeignHandler };

/** What happens when a signal comes. */
export type Sigaction = {
  handler: typeof SIG_DFL | typeof SIG_IGN | Handler | ForeignHandler;
  /** Signals that wait while the handler runs. */
  mask: SignalName[];
  /** SA_RESTART, … */
  flags: number;
};

// As native/signal.cc numbers them.
const [QUERY, DEFAULT, IGNORE, OURS, FOREIGN] = [-1, 0, 1, 2, 3] as const;

// Actions that sigaction() has returned. SIG_DFL in one of them means that
// nobody was there, not that libuv is to go; SIG_IGN may have been Node's wish.
const returned = new WeakMap<object, { byNode: boolean }>();

function describe(signo: number, raw: RawAction): Sigaction {
  const [kind, flags, mask, foreign] = raw;
  const ours = kind === OURS ? actions.get(signo) : undefined;
  let handler: Sigaction['handler'] = ours?.handler ?? SIG_DFL;
  if (kind === IGNORE) handler = SIG_IGN;
  if (foreign) handler = new ForeignHandler(foreign);
  const bits = ours?.mask ?? mask;
  const action: Sigaction = {
    handler,
    mask: fromMask(bits),
    flags: ours?.flags ?? flags,
  };
  returned.set(action, { byNode: ignoredByNode.has(signo) });
  return action;
}

function set(signo: number, act: SigactionInput): Sigaction {
  const { handler, mask: signals = [], flags: bits = 0 } = act;
  const mask = toMask(signals, 'act.mask');
  // SA_RESETHAND is the sign bit of what `|` makes.
  const flags = integer(bits, 'act.flags', -(2 ** 31), 2 ** 32 - 1) | 0;
  let kind: number;
  if (handler === SIG_DFL) kind = DEFAULT;
  else if (handler === SIG_IGN) kind = IGNORE;
  else if (typeof handler === 'function') kind = OURS;
  else if (handler instanceof ForeignHandler) kind = FOREIGN;
  else
    throw invalidType(
      'act.handler',
      'SIG_DFL, SIG_IGN, of type function or what sigaction() has returned',
      handler,
    );
  const foreign =
    kind === FOREIGN ? ForeignHandler.actionOf(handler as never) : undefined;
  mainThreadOnly('sigaction');
  deliver(); // what has come so far is for the handler of so far
  if (kind === OURS) startCatching();
  const before = returned.get(act);
  const old = describe(
    signo,
    native.sigaction(signo, kind, flags, mask, foreign, before !== undefined),
  );
  if (typeof handler === 'function')
    actions.set(signo, { handler, mask, flags });
  else actions.delete(signo);
  if (before?.byNode) ignoredByNode.add(signo);
  else ignoredByNode.delete(signo);
  return old;
}

type SigactionInput = {
  handler: Sigaction['handler'];
  mask?: readonly Signal[];
  flags?: number;
};

/**
 * `sigaction(sig, &act, &oldact)`: decides what happens when a signal comes,
 * and returns what was to happen before; without `act` it only tells. Given
 * back, the old action is in force again.
 *
 * SIG_DFL and SIG_IGN act at once, also while JavaScript is busy. A handler is
 * called on the main thread with the signal's number and where it came from: on
 * the event loop, or at once when it interrupts a call that waits (waitpid(),
 * read(), write(), …) or was sent by kill() or raise() here. After it the call
 * that it has interrupted throws EINTR; with SA_RESTART it goes on. Handlers
 * run one after the other; with SA_NODEFER only the signals of `mask` wait for
 * the end of this one. SA_RESETHAND: it is called once.
 * A handler does not keep the process alive.
 *
 * `process.on()` and child_process go on working beside a handler. Without one
 * the signal is libuv's to set: it is no longer ignored when the first listener
 * of `process.on()` comes or the last one goes. Ignoring
 * SIGCHLD takes the ends of its children from child_process, as it does from
 * everybody. A fault of the program's own (SIGSEGV, SIGFPE, …) never comes here:
 * it ends the process. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION. EINVAL:
 * SIGKILL and SIGSTOP, which nobody can handle.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigaction.2.html | sigaction(2)}
 * @example
 * import { getpid, kill, SA_RESTART, SIG_IGN, sigaction } from 'posix-proc';
 * const old = sigaction('SIGUSR2', {
 *   handler: (signo, info) => console.log(info.signal, info.codeName),
 *   flags: SA_RESTART,
 * });
 * kill(getpid(), 'SIGUSR2'); // SIGUSR2 SI_USER
 * sigaction('SIGUSR2', { handler: SIG_IGN });
 * kill(getpid(), 'SIGUSR2');
 * sigaction('SIGUSR2', old);
 */
export function sigaction(sig: Signal, act?: SigactionInput): Sigaction {
  const signo = toSignal(sig, 'sig');
  if (act !== undefined) return set(signo, object(act, 'act') as typeof act);
  mainThreadOnly('sigaction');
  return describe(signo, native.sigaction(signo, QUERY));
}
