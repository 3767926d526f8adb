// Signals to wait for on the event loop, by handlers of sigaction() that come
// and go by themselves. Manual page: signal(7).

import { onAbort } from '../internal/abort.js';
import { constants } from '../internal/binding.js';
import {
  ended,
  type Handler,
  hold,
  startCatching,
} from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import type { SigInfo } from '../internal/siginfo.js';
import { type Signal, toSignal } from '../internal/signals.js';
import {
  abortSignal,
  list,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { type Sigaction, sigaction } from './signal.js';

type Hear = (info: SigInfo) => void;

/** One handler for all that hear the same signal, and what was there before. */
type Shared = {
  signo: number;
  handler: Handler;
  hearers: Set<Hear>;
  before: Sigaction;
};

// By their handlers, for sigaction() may bring an older one into force again.
const shared = new WeakMap<Handler, Shared>();

function share(signo: number): Shared {
  const hearers = new Set<Hear>();
  const handler: Handler = (_, info) => {
    for (const hear of [...hearers]) hear(info);
  };
  const flags = constants.SA_RESTART;
  const before = sigaction(signo, { handler, flags });
  const one = { signo, handler, hearers, before };
  shared.set(handler, one);
  return one;
}

/** The one that hears the signal now, if it is one of these. */
function inForce(signo: number): Shared | undefined {
  const { handler } = sigaction(signo);
  const one = typeof handler === 'function' ? shared.get(handler) : undefined;
  return one?.signo === signo ? one : undefined;
}

function leave(one: Shared, hear: Hear): void {
  const { signo, handler, hearers, before } = one;
  hearers.delete(hear);
  if (hearers.size > 0) return;
  ended.set(handler, before);
  if (inForce(signo) === one) sigaction(signo, before);
}

/** Hears the signals until the function it returns is called. */
function listen(signos: Set<number>, hear: Hear): () => void {
  startCatching(); // for hold(), though there may be no signal at all
  const joined: Shared[] = [];
  const stop = () => {
    for (const one of joined.splice(0)) leave(one, hear);
  };
  try {
    for (const signo of signos) {
      let one = inForce(signo);
      if (!one?.hearers.size) one = share(signo);
      one.hearers.add(hear);
      joined.push(one);
    }
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

type Options = { signal?: AbortSignal };

function checkOptions(options: Options): AbortSignal | undefined {
  const { signal, ...unknown } = object(options, 'options') as Options;
  refuseUnknown(unknown, 'options');
  return abortSignal(signal, 'options.signal');
}

type Waiter = {
  resolve(result: IteratorResult<SigInfo, undefined>): void;
  reject(reason: unknown): void;
};

class SignalStream implements AsyncIterableIterator<SigInfo, undefined> {
  readonly #queue: SigInfo[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #signal: AbortSignal | undefined;
  #stop: (() => void) | undefined;
  #stopAborting = () => {};
  #aborted = false; // and nobody has been told yet

  constructor(signos: Set<number>, signal: AbortSignal | undefined) {
    this.#signal = signal;
    if (signal?.aborted) {
      this.#aborted = true;
      return;
    }
    this.#stop = listen(signos, (info) => this.#hear(info));
    this.#stopAborting = onAbort(signal, () => this.#end(true));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<SigInfo, undefined>> {
    const value = this.#queue.shift();
    if (value) return { done: false, value };
    if (this.#aborted) {
      this.#aborted = false;
      throw this.#signal?.reason;
    }
    if (!this.#stop) return { done: true, value: undefined };
    hold(1);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  async return(): Promise<{ done: true; value: undefined }> {
    this.#queue.length = 0;
    this.#aborted = false;
    this.#end(false);
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #hear(info: SigInfo): void {
    const waiter = this.#waiters.shift();
    if (!waiter) {
      this.#queue.push(info);
      return;
    }
    hold(-1);
    waiter.resolve({ done: false, value: info });
  }

  #end(aborted: boolean): void {
    if (!this.#stop) return;
    this.#stop();
    this.#stop = undefined;
    this.#stopAborting();
    this.#aborted = aborted;
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      hold(-1);
      if (this.#aborted) reject(this.#signal?.reason);
      else resolve({ done: true, value: undefined });
      this.#aborted = false;
    }
  }
}

/**
 * The signals of `set` as they come, to be read by `for await`; those that come
 * meanwhile are kept, in order. From the call on they have a handler of
 * {@link sigaction} with SA_RESTART; nothing need be blocked. When the loop is
 * left, or the iterator disposed of, the actions from before are in force again,
 * whatever was set in between: a {@link sigaction} that came later stays, and
 * gives back in its turn what was there before both. Several iterators of one
 * signal all get it, and so do listeners of `process.on()`.
 *
 * While somebody waits for the next signal the process stays alive. An aborted
 * `signal` ends it: what has come is read first, then next() rejects with the
 * reason. EINVAL: SIGKILL and SIGSTOP. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/signal.7.html | signal(7)}
 * @example
 * import { getpid, kill, signals } from 'posix-proc';
 * setTimeout(() => kill(getpid(), 'SIGHUP'), 10);
 * setTimeout(() => kill(getpid(), 'SIGTERM'), 20);
 * for await (const { signal } of signals(['SIGHUP', 'SIGTERM'])) {
 *   console.log(signal); // SIG…
 *   if (signal === 'SIGTERM') break;
 * }
 */
export function signals(
  set: readonly Signal[],
  options: Options = {},
): AsyncIterableIterator<SigInfo, undefined> & AsyncDisposable {
  const signos = new Set(list(set, 'set', toSignal));
  const signal = checkOptions(options);
  mainThreadOnly('signals');
  return new SignalStream(signos, signal);
}

/**
 * Resolves with the first signal of `set` that comes; then the actions from
 * before are in force again. The process stays alive until then. An aborted
 * `signal` rejects with its reason. See {@link signals}.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/signal.7.html | signal(7)}
 * @example
 * import { getpid, kill, onceSignal } from 'posix-proc';
 * setTimeout(() => kill(getpid(), 'SIGTERM'), 10);
 * const { signal, codeName } = await onceSignal(['SIGINT', 'SIGTERM']);
 * console.log(signal, codeName); // SIGTERM SI_USER
 */
export async function onceSignal(
  set: Signal | readonly Signal[],
  options: Options = {},
): Promise<SigInfo> {
  const signos = new Set(
    Array.isArray(set) ? list(set, 'set', toSignal) : [toSignal(set, 'set')],
  );
  const signal = checkOptions(options);
  mainThreadOnly('onceSignal');
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = listen(signos, (info) => end(() => resolve(info)));
    const stopAborting = onAbort(signal, () =>
      end(() => reject(signal?.reason)),
    );
    hold(1);

    function end(settle: () => void): void {
      stop();
      hold(-1);
      stopAborting();
      settle();
    }
  });
}
