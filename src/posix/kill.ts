// Sending signals: kill(2), killpg(3), raise(3), tgkill(2), sigqueue(3).
// Manual page: signal(7).

import { binding } from '../internal/binding.js';
import { deliver } from '../internal/delivery.js';
import { type Signal, toSignal } from '../internal/signals.js';
import { pid as checkPid, integer } from '../internal/validate.js';

const native = binding<{
  kill(pid: number, signo: number): void;
  killpg(pgrp: number, signo: number): void;
  raise(signo: number): void;
  tgkill(tgid: number, tid: number, signo: number): void;
  sigqueue(pid: number, signo: number, value: number): void;
}>();

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

/**
 * `tgkill(tgid, tid, sig)`: sends a signal to one thread of a process; `tid` is
 * what {@link gettid} says there. A handler of {@link sigaction} runs on the main
 * thread whichever thread is sent it; sent to the main thread of this process,
 * it has run when tgkill() returns. What a default action does it does to the
 * whole process. ESRCH: there is no such thread in that process. EPERM: it is
 * somebody else's. EINVAL: a number that is not positive.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/tgkill.2.html | tgkill(2)}
 * @example
 * import { getpid, gettid, sigaction, tgkill } from 'posix-proc';
 * sigaction('SIGUSR2', { handler: (_, { codeName }) => console.log(codeName) });
 * tgkill(getpid(), gettid(), 'SIGUSR2'); // SI_TKILL
 */
export function tgkill(tgid: number, tid: number, sig: Signal): void {
  checkPid(tgid, 'tgid');
  checkPid(tid, 'tid');
  native.tgkill(tgid, tid, toSignal(sig, 'sig', 0));
  if (tgid === process.pid) deliver();
}

/**
 * `sigqueue(pid, sig, value)`: {@link kill} with 32 bits for the receiver: a
 * handler of {@link sigaction} finds them as `info.value`. Real-time signals
 * queue; of the others one is pending at a time, and its value is that of the
 * first. A `sig` of 0 only checks. Sent to this process, a handler has run when
 * sigqueue() returns. A handler in another process hears all that are queued, but
 * of those that come at the same moment not always the first one first, for
 * several threads of it take them; {@link sigwaitinfo} and {@link signalfd} have
 * them in order. EAGAIN: as many signals are queued as
 * RLIMIT_SIGPENDING allows. ESRCH: there is none; groups have no sigqueue().
 * EPERM: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sigqueue.3.html | sigqueue(3)}
 * @example
 * import { getpid, sigaction, sigqueue } from 'posix-proc';
 * sigaction('SIGRTMIN', { handler: (_, { value }) => console.log(value) });
 * sigqueue(getpid(), 'SIGRTMIN', 42); // 42
 */
export function sigqueue(pid: number, sig: Signal, value: number): void {
  checkPid(pid);
  native.sigqueue(pid, toSignal(sig, 'sig', 0), integer(value, 'value'));
  if (pid === process.pid) deliver();
}
