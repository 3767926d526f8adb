// Runs the handlers of sigaction() for what native/signal.cc has caught: on the
// event loop, and in calls of ours that a signal interrupts.

import { isMainThread } from 'node:worker_threads';
import { binding, constants } from './binding.js';
import { registry } from './registry.js';
import { type SigInfo, sigInfo } from './siginfo.js';

const native = binding<{
  catchSignals(deliver: () => void): void;
  takeSignal(fields: Float64Array): bigint | null | undefined;
  wakeForSignals(): void;
  passOn(signo: number): void;
  sigaction(
    signo: number,
    kind: number,
    flags: number,
    mask: bigint,
    foreign: undefined,
    restore: true,
  ): unknown;
  holdLoop(hold: boolean): void;
}>();

/** Is told the signal, and where it came from. */
export type Handler = (signo: number, info: SigInfo) => void;

/** An action whose handler is in JavaScript. Bit n-1 of `mask` is signal n. */
export type Action = {
  handler: Handler;
  mask: bigint;
  flags: number;
  /** It keeps the event loop alive. */
  ref: boolean;
};

const actions = new Map<number, Action>();

export const actionOf = (signo: number) => actions.get(signo);

let holds = 0;

/** Somebody waits for signals: the event loop goes on. */
export function hold(count: 1 | -1): void {
  holds += count;
  native.holdLoop(holds > 0);
}

export function setAction(signo: number, action?: Action): void {
  if (action?.ref) hold(1);
  if (actions.get(signo)?.ref) hold(-1);
  if (action) actions.set(signo, action);
  else actions.delete(signo);
}

/**
 * The handlers of signals() that has ended, with the actions they stood for:
 * who gives one of them back means that.
 */
export const ended = new WeakMap<object, object>();

const bits = Array.from({ length: 64 }, (_, i) => 1n << BigInt(i));

export const bit = (signo: number): bigint => bits[signo - 1] ?? 0n;

// What has to wait for a handler that runs, and what waits already.
const all = ~0n;
let held = 0n;
let waiting: SigInfo[] = [];

// A forked child goes on in the handler that has forked, but what its parent
// has caught is not its own.
registry.mends.add(() => {
  waiting = [];
});

let catching = false;

export function startCatching(): void {
  if (catching) return;
  native.catchSignals(deliver);
  catching = true;
}

// A RawSigInfo without its address, and how many signals were lost.
const fields = new Float64Array(9);
const field = (i: number) => fields[i] as number;

function take(): SigInfo | undefined {
  const addr = native.takeSignal(fields);
  if (addr === null) return undefined;
  const sent = [
    field(0),
    field(1),
    field(2),
    field(3),
    field(4),
    field(5),
  ] as const;
  const info = sigInfo(
    addr === undefined ? [...sent] : [...sent, field(6), field(7), addr],
  );
  if (field(8) > 0) info.overrun = field(8);
  return info;
}

function next(): SigInfo | undefined {
  if (waiting.length > 0) {
    const ready = waiting.findIndex(({ signo }) => !(held & bit(signo)));
    if (ready === 0) return waiting.shift();
    if (ready > 0) return waiting.splice(ready, 1)[0];
  }
  for (let info = take(); info; info = take()) {
    if (!(held & bit(info.signo))) return info;
    waiting.push(info);
  }
  return undefined;
}

/**
 * Runs a handler for every signal that has been caught. True when each of them
 * was set with SA_RESTART. A handler that throws leaves the rest to the loop.
 */
export function deliver(): boolean {
  if (!catching || !isMainThread) return true;
  let restart = true;
  const before = held;
  for (let info = next(); info; info = next()) {
    const action = actions.get(info.signo);
    if (!action) {
      native.passOn(info.signo); // set to something else meanwhile
      continue;
    }
    const { handler, mask, flags } = action;
    restart &&= (flags & constants.SA_RESTART) !== 0;
    if (flags & constants.SA_RESETHAND) reset(info.signo);
    // Handlers run in turn, unless this one asks for less.
    held = flags & constants.SA_NODEFER ? before | mask : all;
    let done = false;
    try {
      handler(info.signo, info);
      done = true;
    } finally {
      held = before;
      if (!done) native.wakeForSignals();
    }
  }
  return restart;
}

// The kernel has done it; libuv may have listeners that go on.
function reset(signo: number): void {
  setAction(signo);
  native.sigaction(signo, 0, 0, 0n, undefined, true);
}

function deliverLater(): void {
  try {
    deliver();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/**
 * Makes a call that waits. Handlers of signals that came meanwhile run before
 * it returns. A call that was interrupted goes on after them, or throws EINTR if
 * one of them was set without SA_RESTART and it does not go on `always`, or what
 * a handler throws. A result is not lost by that: then it is an uncaught
 * exception.
 */
export function interruptible<T>(call: () => T, always = false): T {
  for (;;) {
    let result: T | undefined;
    let error: NodeJS.ErrnoException | undefined;
    try {
      result = call();
    } catch (caught) {
      error = caught as NodeJS.ErrnoException;
    }
    if (!error) {
      deliverLater();
      return result as T;
    }
    const restart = deliver();
    if (error.code !== 'EINTR' || !(restart || always)) throw error;
  }
}

/**
 * Waits until a signal has been caught and its handler has run, while handlers
 * of `mask` wait: others run, even if one is running that they would wait for.
 */
export function suspended(mask: bigint, wait: () => void): void {
  const before = held;
  held = mask;
  try {
    if (!waiting.some(({ signo }) => !(held & bit(signo)))) wait();
    deliver();
  } finally {
    held = before;
    if (waiting.length > 0) native.wakeForSignals();
  }
  deliver();
}

/** What waits for the end of a handler that runs (a mask). */
export function heldBack(): bigint {
  return waiting.reduce((mask, { signo }) => mask | bit(signo), 0n);
}

/** Handlers of `signals` (a mask) wait until `during` is over, and run then. */
export function holding<T>(signals: bigint, during: () => T): T {
  const before = held;
  held |= signals;
  let result: T;
  try {
    result = during();
  } finally {
    held = before;
    if (waiting.length > 0) native.wakeForSignals();
  }
  deliverLater();
  return result;
}

/**
 * As {@link interruptible}, but the call never goes on: what asks for a change
 * of anything has to look what a handler has changed.
 */
export function interruptedForGood<T>(call: () => T): T {
  let result: T;
  try {
    result = call();
  } catch (error) {
    deliver();
    throw error;
  }
  deliverLater();
  return result;
}
