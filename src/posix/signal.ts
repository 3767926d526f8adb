// Signals: names and numbers, sigaction(2), signal(2).
// Manual page: signal(7).

import { binding, constants } from '../internal/binding.js';
import {
  actionOf,
  deliver,
  ended,
  type Handler,
  setAction,
  startCatching,
} from '../internal/delivery.js';
import { invalidType } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { ignoredByNode } from '../internal/node-ignores.js';
import {
  nameOf,
  names,
  nameToNumber,
  type Signal,
  type SignalName,
  toSignal,
} from '../internal/signals.js';
import { fromMask, toMask } from '../internal/sigset.js';
import {
  boolean,
  integer,
  object,
  refuseUnknown,
} from '../internal/validate.js';

export type { SigInfo } from '../internal/siginfo.js';
export type { Signal, SignalName } from '../internal/signals.js';

type RawAction = [
  kind: number,
  flags: number,
  mask: bigint,
  foreign?: Uint8Array,
];

const native = binding<{
  strsignal(signo: number): string;
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
  POLL_IN,
  POLL_OUT,
  POLL_MSG,
  POLL_ERR,
  POLL_PRI,
  POLL_HUP,
  ILL_ILLOPC,
  ILL_ILLOPN,
  ILL_ILLADR,
  ILL_ILLTRP,
  ILL_PRVOPC,
  ILL_PRVREG,
  ILL_COPROC,
  ILL_BADSTK,
  FPE_INTDIV,
  FPE_INTOVF,
  FPE_FLTDIV,
  FPE_FLTOVF,
  FPE_FLTUND,
  FPE_FLTRES,
  FPE_FLTINV,
  FPE_FLTSUB,
  SEGV_MAPERR,
  SEGV_ACCERR,
  SEGV_BNDERR,
  SEGV_PKUERR,
  BUS_ADRALN,
  BUS_ADRERR,
  BUS_OBJERR,
  BUS_MCEERR_AR,
  BUS_MCEERR_AO,
  TRAP_BRKPT,
  TRAP_TRACE,
  SYS_SECCOMP,
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
 * `sigabbrev_np(sig)`: the name of a signal without "SIG", as kill(1) takes it;
 * of the real-time signals too, which C leaves out.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sigabbrev_np.3.html | sigabbrev_np(3)}
 * @example
 * import { sigabbrev } from 'posix-proc';
 * console.log(sigabbrev(15), sigabbrev('SIGRTMIN+3')); // TERM RTMIN+3
 */
export function sigabbrev(sig: Signal): string {
  return nameOf(toSignal(sig, 'sig')).slice('SIG'.length);
}

/**
 * `strsignal(sig)`: what a signal means, in words of the C library's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/strsignal.3.html | strsignal(3)}
 * @example
 * import { strsignal } from 'posix-proc';
 * console.log(strsignal('SIGTERM')); // Terminated
 * console.log(strsignal('SIGRTMIN+3')); // Real-time signal 3
 */
export function strsignal(sig: Signal): string {
  return native.strsignal(toSignal(sig, 'sig'));
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
  /** The handler keeps the event loop alive, as long as it is set. */
  ref?: boolean;
};

// As native/signal.cc numbers them.
const [QUERY, DEFAULT, IGNORE, OURS, FOREIGN] = [-1, 0, 1, 2, 3] as const;

// Actions that sigaction() has returned. SIG_DFL in one of them means that
// nobody was there, not that libuv is to go; SIG_IGN may have been Node's wish.
const returned = new WeakMap<object, { byNode: boolean }>();

function describe(signo: number, raw: RawAction): Sigaction {
  const [kind, flags, mask, foreign] = raw;
  const ours = kind === OURS ? actionOf(signo) : undefined;
  let handler: Sigaction['handler'] = ours?.handler ?? SIG_DFL;
  if (kind === IGNORE) handler = SIG_IGN;
  if (foreign) handler = new ForeignHandler(foreign);
  const bits = ours?.mask ?? mask;
  const action: Sigaction = {
    handler,
    mask: fromMask(bits),
    flags: ours?.flags ?? flags,
    ...(ours?.ref && { ref: true }),
  };
  returned.set(action, { byNode: ignoredByNode.has(signo) });
  return action;
}

function kindOf(handler: unknown, name: string): number {
  if (handler === SIG_DFL) return DEFAULT;
  if (handler === SIG_IGN) return IGNORE;
  if (typeof handler === 'function') return OURS;
  if (handler instanceof ForeignHandler) return FOREIGN;
  throw invalidType(
    name,
    'SIG_DFL, SIG_IGN, of type function or what sigaction() has returned',
    handler,
  );
}

function set(signo: number, given: SigactionInput): Sigaction {
  let act = given;
  for (;;) {
    const stoodFor = ended.get(act.handler as object);
    if (!stoodFor) break;
    act = stoodFor as Sigaction;
  }
  const { handler, mask: signals = [], flags: bits = 0, ...others } = act;
  const { ref = false, ...unknown } = others;
  refuseUnknown(unknown, 'act');
  const mask = toMask(signals, 'act.mask');
  // SA_RESETHAND is the sign bit of what `|` makes.
  const flags = integer(bits, 'act.flags', -(2 ** 31), 2 ** 32 - 1) | 0;
  const kind = kindOf(handler, 'act.handler');
  boolean(ref, 'act.ref');
  const foreign =
    kind === FOREIGN ? ForeignHandler.actionOf(handler as never) : undefined;
  mainThreadOnly('sigaction');
  deliver(); // what has come so far is for the handler of so far
  if (kind === OURS) startCatching();
  const before = returned.get(act);
  const restore = kind === IGNORE ? before?.byNode : before !== undefined;
  const old = describe(
    signo,
    native.sigaction(signo, kind, flags, mask, foreign, restore ?? false),
  );
  if (typeof handler === 'function')
    setAction(signo, { handler, mask, flags, ref });
  else setAction(signo);
  if (before?.byNode) ignoredByNode.add(signo);
  else ignoredByNode.delete(signo);
  return old;
}

/** What {@link sigaction} takes: a handler and, if need be, the rest. */
export type SigactionInput = {
  handler: Sigaction['handler'];
  mask?: readonly Signal[];
  flags?: number;
  ref?: boolean;
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
 * A handler does not keep the process alive, unless `ref` is true.
 *
 * `process.on()` and child_process go on working beside a handler. While a signal
 * is ignored, `process.on()` does not hear it. At its default it is libuv's to
 * set, when a listener of `process.on()` comes or goes. Ignoring
 * SIGCHLD takes the ends of its children from child_process, as it does from
 * everybody. A fault of the program's own (SIGSEGV, SIGFPE, …) never comes here:
 * it ends the process. `breakOnSigint` of node:vm takes SIGINT from its handler, for
 * good. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION. EINVAL: SIGKILL and
 * SIGSTOP, which nobody can handle.
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

/**
 * `signal(sig, handler)`: {@link sigaction} for short, with SA_RESTART; returns
 * the handler that was there before.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/signal.2.html | signal(2)}
 * @example
 * import { raise, SIG_IGN, signal } from 'posix-proc';
 * signal('SIGUSR2', (signo) => console.log(signo));
 * raise('SIGUSR2'); // 12
 * const old = signal('SIGUSR2', SIG_IGN);
 * raise('SIGUSR2');
 * signal('SIGUSR2', old);
 */
export function signal(
  sig: Signal,
  handler: Sigaction['handler'],
): Sigaction['handler'] {
  const signo = toSignal(sig, 'sig');
  kindOf(handler, 'handler');
  mainThreadOnly('signal');
  return set(signo, { handler, flags: constants.SA_RESTART }).handler;
}
