// wait(2), waitpid(2) and the macros of <sys/wait.h>.

import { binding, constants } from '../internal/binding.js';
import { nameOf, type SignalName } from '../internal/signals.js';
import { pid as checkPid, integer } from '../internal/validate.js';

const native = binding<{
  waitpid(pid: number, options: number): [number, number] | null;
}>();

export const {
  WNOHANG,
  WUNTRACED,
  WCONTINUED,
  WEXITED,
  WSTOPPED,
  WNOWAIT,
  P_ALL,
  P_PID,
  P_PGID,
  P_PIDFD,
} = constants;

/** What became of a child. `status` is the raw word, for the macros. */
export type WaitResult = { pid: number; status: number } & (
  | { kind: 'exited'; code: number }
  | {
      kind: 'signaled';
      signal: SignalName;
      signo: number;
      coreDumped: boolean;
    }
  | { kind: 'stopped'; signal: SignalName; signo: number }
  | { kind: 'continued' }
);

const check = (status: number) => integer(status, 'status');

/**
 * `WIFEXITED(status)`: it ended by exit, _exit or the end of its program.
 *
 * @example
 * import { W_EXITCODE, WIFEXITED } from 'posix-proc';
 * console.log(WIFEXITED(W_EXITCODE(3, 0))); // true
 */
export function WIFEXITED(status: number): boolean {
  return (check(status) & 0x7f) === 0;
}

/**
 * `WEXITSTATUS(status)`: the lower 8 bits of what it gave to exit.
 *
 * @example
 * import { _exit, fork, waitpid, WEXITSTATUS } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(7);
 * console.log(WEXITSTATUS(waitpid(pid).status)); // 7
 */
export function WEXITSTATUS(status: number): number {
  return (check(status) >> 8) & 0xff;
}

/**
 * `WIFSIGNALED(status)`: a signal ended it.
 *
 * @example
 * import { abort, fork, waitpid, WIFSIGNALED } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) abort();
 * console.log(WIFSIGNALED(waitpid(pid).status)); // true
 */
export function WIFSIGNALED(status: number): boolean {
  const signo = check(status) & 0x7f;
  return signo !== 0 && signo !== 0x7f;
}

/**
 * `WTERMSIG(status)`: the number of that signal.
 *
 * @example
 * import { fork, kill, waitpid, WTERMSIG } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   kill(pid, 'SIGKILL');
 *   console.log(WTERMSIG(waitpid(pid).status)); // 9
 * }
 */
export function WTERMSIG(status: number): number {
  return check(status) & 0x7f;
}

/**
 * `WCOREDUMP(status)`: it left a core dump.
 *
 * @example
 * import { SIGABRT, W_EXITCODE, WCOREDUMP } from 'posix-proc';
 * console.log(WCOREDUMP(W_EXITCODE(0, SIGABRT) | 0x80)); // true
 */
export function WCOREDUMP(status: number): boolean {
  return (check(status) & 0x80) !== 0;
}

/**
 * `WIFSTOPPED(status)`: it is stopped (WUNTRACED).
 *
 * @example
 * import { SIGSTOP, W_STOPCODE, WIFSTOPPED } from 'posix-proc';
 * console.log(WIFSTOPPED(W_STOPCODE(SIGSTOP))); // true
 */
export function WIFSTOPPED(status: number): boolean {
  return (check(status) & 0xff) === 0x7f;
}

/**
 * `WSTOPSIG(status)`: the number of the signal that stopped it.
 *
 * @example
 * import { fork, kill, waitpid, WSTOPSIG, WUNTRACED } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   kill(pid, 'SIGSTOP');
 *   console.log(WSTOPSIG(waitpid(pid, WUNTRACED).status)); // 19
 *   kill(pid, 'SIGKILL');
 *   waitpid(pid);
 * }
 */
export function WSTOPSIG(status: number): number {
  return WEXITSTATUS(status);
}

/**
 * `WIFCONTINUED(status)`: SIGCONT woke it (WCONTINUED).
 *
 * @example
 * import { fork, kill, waitpid, WCONTINUED, WIFCONTINUED, WUNTRACED } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   kill(pid, 'SIGSTOP');
 *   waitpid(pid, WUNTRACED);
 *   kill(pid, 'SIGCONT');
 *   console.log(WIFCONTINUED(waitpid(pid, WCONTINUED).status)); // true
 *   kill(pid, 'SIGKILL');
 *   waitpid(pid);
 * }
 */
export function WIFCONTINUED(status: number): boolean {
  return check(status) === 0xffff;
}

/**
 * `W_EXITCODE(code, signo)`: the status word of an exit or a death.
 *
 * @example
 * import { SIGKILL, W_EXITCODE } from 'posix-proc';
 * console.log(W_EXITCODE(7, 0), W_EXITCODE(0, SIGKILL)); // 1792 9
 */
export function W_EXITCODE(code: number, signo: number): number {
  return (integer(code, 'code') << 8) | integer(signo, 'signo');
}

/**
 * `W_STOPCODE(signo)`: the status word of a stop.
 *
 * @example
 * import { describeStatus, SIGSTOP, W_STOPCODE } from 'posix-proc';
 * console.log(describeStatus(W_STOPCODE(SIGSTOP))); // stopped by SIGSTOP
 */
export function W_STOPCODE(signo: number): number {
  return (integer(signo, 'signo') << 8) | 0x7f;
}

function decode([pid, status]: [number, number]): WaitResult {
  if (WIFEXITED(status))
    return { pid, status, kind: 'exited', code: WEXITSTATUS(status) };
  if (WIFCONTINUED(status)) return { pid, status, kind: 'continued' };
  if (WIFSTOPPED(status)) {
    const signo = WSTOPSIG(status);
    return { pid, status, kind: 'stopped', signal: nameOf(signo), signo };
  }
  const signo = WTERMSIG(status);
  const coreDumped = WCOREDUMP(status);
  const signal = nameOf(signo);
  return { pid, status, kind: 'signaled', signal, signo, coreDumped };
}

/**
 * A status word in English: `exited with 3`, `killed by SIGKILL`, `killed by
 * SIGABRT (core dumped)`, `stopped by SIGSTOP`, `continued`.
 *
 * @example
 * import { describeStatus, W_EXITCODE } from 'posix-proc';
 * console.log(describeStatus(W_EXITCODE(3, 0))); // exited with 3
 */
export function describeStatus(status: number): string {
  const result = decode([0, integer(status, 'status')]);
  switch (result.kind) {
    case 'exited':
      return `exited with ${result.code}`;
    case 'signaled':
      return `killed by ${result.signal}${result.coreDumped ? ' (core dumped)' : ''}`;
    case 'stopped':
      return `stopped by ${result.signal}`;
    case 'continued':
      return 'continued';
  }
}

/**
 * `waitpid(pid, &status, options)`: waits for a change of a child and, if it
 * has ended, removes it from the process table. It blocks this thread, event
 * loop and all; with WNOHANG it returns null when nothing has happened yet.
 * WUNTRACED and WCONTINUED report stops and wake-ups too. A `pid` of -1 means
 * any child, 0 any of the caller's process group, any other negative number any
 * of the group `-pid`. Children that child_process started are never taken by
 * these three: libuv waits for those. ECHILD: there is no such child. Goes on
 * after EINTR.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/waitpid.2.html | waitpid(2)}
 * @example
 * import { _exit, fork, waitpid, WNOHANG } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * const result = waitpid(pid);
 * if (result.kind === 'exited') console.log(result.code); // 3
 * try { waitpid(pid, WNOHANG); } catch (error) { console.log(error.code); } // ECHILD
 */
export function waitpid(pid: number): WaitResult;
export function waitpid(pid: number, options: number): WaitResult | null;
export function waitpid(pid: number, options = 0): WaitResult | null {
  const found = native.waitpid(checkPid(pid), integer(options, 'options'));
  return found && decode(found);
}

/**
 * `wait(&status)`: waits until any child has ended.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/wait.2.html | wait(2)}
 * @example
 * import { _exit, fork, wait } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(0);
 * console.log(wait().pid === pid); // true
 */
export function wait(): WaitResult {
  return waitpid(-1);
}
