// Timers of the system's: alarm(2), setitimer(2), getitimer(2), timer_create(2)
// and its like, timerfd_create(2) and its like. Manual page: time(7).

import { binding, constants } from '../internal/binding.js';
import { invalidType, outOfRange } from '../internal/errors.js';
import { type Signal, toSignal } from '../internal/signals.js';
import {
  fd as checkFd,
  integer,
  object,
  refuseUnknown,
} from '../internal/validate.js';

// In microseconds.
type Pair = [value: number, interval: number];

const native = binding<{
  alarm(seconds: number): number;
  setitimer(which: number, value: number, interval: number): Pair;
  getitimer(which: number): Pair;
  timer_create(clock: number, signo: number, value: number): number;
  timer_settime(
    timer: number,
    flags: number,
    value: number,
    interval: number,
  ): Pair;
  timer_gettime(timer: number): Pair;
  timer_getoverrun(timer: number): number;
  timer_delete(timer: number): void;
  timerfd_create(clock: number, flags: number): number;
  timerfd_settime(
    fd: number,
    flags: number,
    value: number,
    interval: number,
  ): Pair;
  timerfd_gettime(fd: number): Pair;
}>();

export const {
  ITIMER_REAL,
  ITIMER_VIRTUAL,
  ITIMER_PROF,
  TIMER_ABSTIME,
  TFD_NONBLOCK,
  TFD_CLOEXEC,
  TFD_TIMER_ABSTIME,
  TFD_TIMER_CANCEL_ON_SET,
} = constants;

/** Milliseconds, of which fractions count to the microsecond. */
export type TimerValue = {
  /** Until it expires; 0: it stands. */
  valueMs: number;
  /** From then on, each time; 0: once only. */
  intervalMs: number;
};

const MAX_MS = Number.MAX_SAFE_INTEGER / 1000;

/** What is not 0 does not become 0, which would stop the timer. */
function micros(value: unknown, name: string): number {
  if (typeof value !== 'number')
    throw invalidType(name, 'of type number', value);
  if (!(value >= 0 && value <= MAX_MS))
    throw outOfRange(name, `>= 0 && <= ${MAX_MS}`, value);
  return value > 0 ? Math.max(1, Math.round(value * 1000)) : 0;
}

/** In milliseconds: until it expires, and from then on each time. */
export type TimerInput = { valueMs: number; intervalMs?: number };

function toPair(time: TimerInput): Pair {
  const {
    valueMs,
    intervalMs = 0,
    ...unknown
  } = object(time, 'time') as TimerInput;
  refuseUnknown(unknown, 'time');
  return [
    micros(valueMs, 'time.valueMs'),
    micros(intervalMs, 'time.intervalMs'),
  ];
}

const fromPair = ([value, interval]: Pair): TimerValue => ({
  valueMs: value / 1000,
  intervalMs: interval / 1000,
});

/**
 * `alarm(seconds)`: sends SIGALRM to this process after so many seconds; 0 calls
 * it off. Returns the seconds that were left of the alarm before, which is off
 * now, or 0. There is one alarm, and it is {@link setitimer}'s ITIMER_REAL. A
 * forked child has none; a program that is executed keeps it.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/alarm.2.html | alarm(2)}
 * @example
 * import { alarm } from 'posix-proc';
 * alarm(60);
 * console.log(alarm(0)); // 60
 */
export function alarm(seconds: number): number {
  return native.alarm(integer(seconds, 'seconds', 0, 2 ** 32 - 1));
}

/**
 * `setitimer(which, new, old)`: sends a signal after `valueMs` milliseconds, and
 * then every `intervalMs` if there are any; a `valueMs` of 0 stops it. Returns
 * what was left. ITIMER_REAL counts the time and sends SIGALRM, ITIMER_VIRTUAL
 * counts what the process computes and sends SIGVTALRM, ITIMER_PROF counts what
 * it and the kernel for it compute and sends SIGPROF: each ends the process
 * unless it is handled. Fractions count, to the microsecond. A forked child has
 * no timers; a program that is executed keeps them. EINVAL: there is no such
 * timer.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setitimer.2.html | setitimer(2)}
 * @example
 * import { ITIMER_REAL, setitimer, sigaction } from 'posix-proc';
 * let ticks = 0;
 * sigaction('SIGALRM', { handler: () => ticks++ });
 * setitimer(ITIMER_REAL, { valueMs: 10, intervalMs: 2.5 });
 * setTimeout(() => {
 *   const { intervalMs } = setitimer(ITIMER_REAL, { valueMs: 0 });
 *   console.log(ticks > 1, intervalMs); // true 2.5
 * }, 200);
 */
export function setitimer(which: number, time: TimerInput): TimerValue {
  integer(which, 'which');
  return fromPair(native.setitimer(which, ...toPair(time)));
}

/**
 * `getitimer(which, curr)`: what is left of a timer of {@link setitimer}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getitimer.2.html | getitimer(2)}
 * @example
 * import { getitimer, ITIMER_REAL } from 'posix-proc';
 * console.log(getitimer(ITIMER_REAL)); // { valueMs: 0, intervalMs: 0 }
 */
export function getitimer(which: number): TimerValue {
  return fromPair(native.getitimer(integer(which, 'which')));
}

/**
 * `timer_create(clockid, sevp, &timerid)`: a timer, which stands until
 * {@link timer_settime}; returns its number. When it expires, this process is
 * sent `event.signo` with `event.value`, by default SIGALRM with the timer's
 * number: a handler of {@link sigaction} finds SI_TIMER, `value`, `timerid` and,
 * in `timerOverrun`, how often it has expired since then. Any number of them may be
 * there, of CLOCK_MONOTONIC, CLOCK_REALTIME and the processor's time, until
 * {@link timer_delete}, in no forked child and no program that is executed.
 * EINVAL: there is no such clock or signal. EAGAIN: too many.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timer_create.2.html | timer_create(2)}
 * @example
 * import { CLOCK_MONOTONIC, sigaction, timer_create, timer_settime } from 'posix-proc';
 * const timer = timer_create(CLOCK_MONOTONIC, { signo: 'SIGRTMIN', value: 7 });
 * sigaction('SIGRTMIN', {
 *   handler: (_, info) => console.log(info.codeName, info.value, info.timerid === timer), // SI_TIMER 7 true
 * });
 * timer_settime(timer, 0, { valueMs: 10 });
 * setTimeout(() => {}, 100);
 */
export function timer_create(
  clockid: number,
  event?: { signo: Signal; value?: number },
): number {
  integer(clockid, 'clockid');
  if (event === undefined) return native.timer_create(clockid, 0, 0);
  const {
    signo,
    value = 0,
    ...unknown
  } = object(event, 'event') as typeof event;
  refuseUnknown(unknown, 'event');
  return native.timer_create(
    clockid,
    toSignal(signo, 'event.signo'),
    integer(value, 'event.value'),
  );
}

/**
 * `timer_settime(timerid, flags, new, old)`: starts a timer of
 * {@link timer_create}, as {@link setitimer} does, or stops it; returns what was
 * left. With TIMER_ABSTIME `valueMs` is a time of its clock; of CLOCK_REALTIME,
 * one like that of Date.now(). EINVAL: there is no such timer.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timer_settime.2.html | timer_settime(2)}
 * @example
 * import { CLOCK_REALTIME, onceSignal, TIMER_ABSTIME, timer_create, timer_settime } from 'posix-proc';
 * const timer = timer_create(CLOCK_REALTIME);
 * const signal = onceSignal('SIGALRM');
 * timer_settime(timer, TIMER_ABSTIME, { valueMs: Date.now() + 20 });
 * console.log((await signal).codeName); // SI_TIMER
 */
export function timer_settime(
  timerid: number,
  flags: number,
  time: TimerInput,
): TimerValue {
  integer(timerid, 'timerid');
  integer(flags, 'flags');
  return fromPair(native.timer_settime(timerid, flags, ...toPair(time)));
}

/**
 * `timer_gettime(timerid, curr)`: what is left of a timer of
 * {@link timer_create}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timer_gettime.2.html | timer_gettime(2)}
 * @example
 * import { CLOCK_MONOTONIC, timer_create, timer_gettime } from 'posix-proc';
 * const timer = timer_create(CLOCK_MONOTONIC);
 * console.log(timer_gettime(timer)); // { valueMs: 0, intervalMs: 0 }
 */
export function timer_gettime(timerid: number): TimerValue {
  return fromPair(native.timer_gettime(integer(timerid, 'timerid')));
}

/**
 * `timer_getoverrun(timerid)`: how often the timer has expired between the
 * sending of its last signal and its coming: the `timerOverrun` of that signal.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timer_getoverrun.2.html | timer_getoverrun(2)}
 * @example
 * import { CLOCK_MONOTONIC, timer_create, timer_getoverrun } from 'posix-proc';
 * console.log(timer_getoverrun(timer_create(CLOCK_MONOTONIC))); // 0
 */
export function timer_getoverrun(timerid: number): number {
  return native.timer_getoverrun(integer(timerid, 'timerid'));
}

/**
 * `timer_delete(timerid)`: stops a timer of {@link timer_create} and forgets it.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timer_delete.2.html | timer_delete(2)}
 * @example
 * import { CLOCK_MONOTONIC, timer_create, timer_delete } from 'posix-proc';
 * const timer = timer_create(CLOCK_MONOTONIC);
 * timer_delete(timer);
 * try { timer_delete(timer); } catch (error) { console.log(error.code); } // EINVAL
 */
export function timer_delete(timerid: number): void {
  native.timer_delete(integer(timerid, 'timerid'));
}

/**
 * `timerfd_create(clockid, flags)`: a timer that is a descriptor, close-on-exec;
 * it stands until {@link timerfd_settime}. Reading it gives 8 bytes: how often it
 * has expired since it was last read or set; until that is once, read() waits,
 * and so does {@link readAsync}, on the event loop. A forked child shares it.
 * EINVAL: there is no such clock or flag.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timerfd_create.2.html | timerfd_create(2)}
 * @example
 * import { CLOCK_MONOTONIC, close, readAsync, timerfd_create, timerfd_settime } from 'posix-proc';
 * const fd = timerfd_create(CLOCK_MONOTONIC);
 * timerfd_settime(fd, 0, { valueMs: 10 });
 * const expirations = (await readAsync(fd, 8)).readBigUInt64LE();
 * console.log(expirations); // 1n
 * close(fd);
 */
export function timerfd_create(clockid: number, flags = 0): number {
  integer(clockid, 'clockid');
  return native.timerfd_create(clockid, integer(flags, 'flags') | TFD_CLOEXEC);
}

/**
 * `timerfd_settime(fd, flags, new, old)`: starts or stops a timer of
 * {@link timerfd_create}; see {@link timer_settime}. TFD_TIMER_CANCEL_ON_SET
 * beside TFD_TIMER_ABSTIME: read() says ECANCELED when the clock has been set.
 * EBADF, or EINVAL: it is no timer.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timerfd_settime.2.html | timerfd_settime(2)}
 * @example
 * import { CLOCK_MONOTONIC, close, read, timerfd_create, timerfd_settime } from 'posix-proc';
 * const fd = timerfd_create(CLOCK_MONOTONIC);
 * timerfd_settime(fd, 0, { valueMs: 10, intervalMs: 1000 });
 * console.log(read(fd, 8).readBigUInt64LE()); // 1n
 * close(fd);
 */
export function timerfd_settime(
  fd: number,
  flags: number,
  time: TimerInput,
): TimerValue {
  checkFd(fd);
  integer(flags, 'flags');
  return fromPair(native.timerfd_settime(fd, flags, ...toPair(time)));
}

/**
 * `timerfd_gettime(fd, curr)`: what is left of a timer of {@link timerfd_create}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/timerfd_gettime.2.html | timerfd_gettime(2)}
 * @example
 * import { CLOCK_MONOTONIC, close, timerfd_create, timerfd_gettime } from 'posix-proc';
 * const fd = timerfd_create(CLOCK_MONOTONIC);
 * console.log(timerfd_gettime(fd)); // { valueMs: 0, intervalMs: 0 }
 * close(fd);
 */
export function timerfd_gettime(fd: number): TimerValue {
  return fromPair(native.timerfd_gettime(checkFd(fd)));
}
