// wait(2), wait4(2) and the macros of <sys/wait.h>.

import { binding, constants } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import { Ending } from '../internal/ending.js';
import { registry } from '../internal/registry.js';
import { type RawSigInfo, type SigInfo, sigInfo } from '../internal/siginfo.js';
import {
  decode,
  decodeWithUsage,
  type Ended,
  type Found,
  type FoundWithUsage,
  type Rusage,
  type Waited,
  type WaitResult,
} from '../internal/status.js';
import {
  abortSignal,
  pid as checkPid,
  integer,
  object,
} from '../internal/validate.js';

export type { Ended, Rusage, WaitResult } from '../internal/status.js';

const native = binding<{
  waitpid(pid: number, options: number): Found | null;
  wait4(pid: number, options: number): FoundWithUsage | null;
  waitid(idtype: number, id: number, options: number): RawSigInfo | null;
  kill(pid: number, signo: number): void;
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
 * of the group `-pid`. These three mean the children of the calling thread, to
 * which the main thread adds adopted ones, less those of child_process: libuv
 * waits for them. ECHILD: there is no such child, or only child_process has
 * some. EINTR: see sigaction().
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
  checkPid(pid);
  integer(options, 'options');
  const found = interruptible(() => native.waitpid(pid, options));
  return found && decode(found);
}

/**
 * `wait(&status)`: waits until any child has ended, as `waitpid(-1)` does.
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

/**
 * `wait4(pid, &status, options, &rusage)`: {@link waitpid}, and what the child
 * and those that it has waited for have used.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/wait4.2.html | wait4(2)}
 * @example
 * import { _exit, fork, wait4 } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   for (const end = Date.now() + 50; Date.now() < end; );
 *   _exit(3);
 * }
 * const { rusage } = wait4(pid);
 * console.log(rusage.utime + rusage.stime > 0.01); // true: seconds
 * console.log(rusage.maxrss > 1024); // true: KiB
 */
export function wait4(pid: number): WaitResult & { rusage: Rusage };
export function wait4(
  pid: number,
  options: number,
): (WaitResult & { rusage: Rusage }) | null;
export function wait4(
  pid: number,
  options = 0,
): (WaitResult & { rusage: Rusage }) | null {
  checkPid(pid);
  integer(options, 'options');
  const found = interruptible(() => native.wait4(pid, options));
  return found && decodeWithUsage(found);
}

/**
 * `wait3(&status, options, &rusage)`: {@link wait4} for any child.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/wait4.2.html | wait3(2)}
 * @example
 * import { _exit, fork, WNOHANG, wait3 } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * console.log(wait3()); // { pid: …, kind: 'exited', code: 3, rusage: { … } }
 * try { wait3(WNOHANG); } catch (error) { console.log(error.code); } // ECHILD
 */
export function wait3(): WaitResult & { rusage: Rusage };
export function wait3(
  options: number,
): (WaitResult & { rusage: Rusage }) | null;
export function wait3(options = 0): (WaitResult & { rusage: Rusage }) | null {
  return wait4(-1, options);
}

/**
 * `waitid(idtype, id, &info, options)`: waits for the changes that `options`
 * names, at least one of WEXITED, WSTOPPED and WCONTINUED. With WNOWAIT the
 * child stays as it is, to be waited for again; with WNOHANG the result is null
 * when nothing has happened yet. `idtype` is P_PID, P_PGID (an `id` of 0 means
 * the caller's group), P_PIDFD or P_ALL. P_PGID and P_ALL leave the children of
 * child_process alone, as {@link waitpid} does. EINVAL: the kernel does not know
 * such an idtype or such options. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/waitid.2.html | waitid(2)}
 * @example
 * import { _exit, fork, P_PID, WEXITED, WNOWAIT, waitid, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * const info = waitid(P_PID, pid, WEXITED | WNOWAIT);
 * console.log(info.codeName, info.status); // CLD_EXITED 3
 * console.log(waitpid(pid).code); // 3
 */
export function waitid(
  idtype: number,
  id: number,
  options: number,
): SigInfo | null {
  integer(idtype, 'idtype');
  integer(id, 'id');
  integer(options, 'options');
  const found = interruptible(() => native.waitid(idtype, id, options));
  return found && sigInfo(found);
}

// In a forked child nobody waits for these any more.
const awaited = new Set<Ending>();
registry.mends.add(() => {
  for (const ending of awaited) ending.close();
  awaited.clear();
});

/** Whether it is a process, but not this one: that would wait for ever. */
function isStranger(pid: number): boolean {
  try {
    native.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return pid !== process.pid;
}

/**
 * `waitpid(pid, &status, 0)` without blocking: resolves when the child has
 * ended, and removes it from the process table. The event loop watches a pidfd,
 * and stays alive meanwhile. An aborted `signal` rejects with its reason and
 * leaves the child alone. ECHILD: there is no such process, it is this one, or
 * somebody else has waited for it meanwhile. EMFILE, ENFILE: no descriptor is left
 * to watch.
 *
 * Unlike waitpid() it waits for a process that is no child, too. Only a parent gets
 * the status: the result is `{ pid, kind: 'ended' }` then, as soon as that process
 * is a zombie or gone. For TypeScript say `waitpidAsync<Ended>(pid)`.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_open.2.html | pidfd_open(2)}
 * @example
 * import { _exit, fork, waitpidAsync } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * const { code } = await waitpidAsync(pid);
 * console.log(code); // 3
 */
export async function waitpidAsync<Result extends Waited | Ended = Waited>(
  pid: number,
  options: { signal?: AbortSignal } = {},
): Promise<Result> {
  integer(pid, 'pid', 1);
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  signal?.throwIfAborted();
  try {
    const ended = wait4(pid, WNOHANG);
    if (ended) return ended as Result;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECHILD' || !isStranger(pid)) throw error;
  }
  const ending = new Ending(pid);
  awaited.add(ending);
  try {
    return (await ending.wait(signal)) as Result;
  } finally {
    awaited.delete(ending);
    ending.close();
  }
}
