// Signal names and numbers, kill(2). Manual pages: signal(7), kill(2).

import { binding, constants } from '../internal/binding.js';
import {
  names,
  nameToNumber,
  type Signal,
  type SignalName,
  toSignal,
} from '../internal/signals.js';
import { pid as checkPid, integer } from '../internal/validate.js';

export type { SigInfo } from '../internal/siginfo.js';
export type { Signal, SignalName } from '../internal/signals.js';

const native = binding<{ kill(pid: number, signo: number): void }>();

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
} = constants;

export const {
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
 * process group `-pid`. A `sig` of 0 sends nothing and only checks. ESRCH: there
 * is none. EPERM: it is somebody else's.
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
}
