// The macros of <sys/wait.h>, and what else can be said of a status word.

import { invalidValue } from '../internal/errors.js';
import { decode } from '../internal/status.js';
import { integer } from '../internal/validate.js';

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

/**
 * A status word in English: `exited with 3`, `killed by SIGKILL`, `killed by
 * SIGABRT (core dumped)`, `stopped by SIGSTOP`, `continued`.
 *
 * @example
 * import { describeStatus, W_EXITCODE } from 'posix-proc';
 * console.log(describeStatus(W_EXITCODE(3, 0))); // exited with 3
 */
export function describeStatus(status: number): string {
  const result = decode(0, check(status));
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
 * The exit code that a shell reports for a status word: what the process gave to
 * exit, or 128 and the number of the signal that ended it.
 * ERR_INVALID_ARG_VALUE: it has not ended, but stopped or gone on.
 *
 * @example
 * import { exitCode, system } from 'posix-proc';
 * console.log(exitCode(system('exit 3'))); // 3
 * console.log(exitCode(system('kill -TERM $$'))); // 143
 */
export function exitCode(status: number): number {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  throw invalidValue('status', 'must be of a process that has ended', status);
}
