// wait(2), wait4(2), waitid(2), and children that nobody waits for.

import { binding, constants } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import { Ending } from '../internal/ending.js';
import { invalidType } from '../internal/errors.js';
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
import { Child, endingOf } from './child.js';

export type { Ended, Rusage, WaitResult } from '../internal/status.js';

const native = binding<{
  waitpid(pid: number, options: number): Found | null;
  wait4(pid: number, options: number): FoundWithUsage | null;
  waitid(idtype: number, id: number, options: number): RawSigInfo | null;
  own(pid: number): void;
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

/**
 * `waitpid(pid, &status, options)`: waits for a change of a child and, if it
 * has ended, removes it from the process table. It blocks this thread, event
 * loop and all; with WNOHANG it returns null when nothing has happened yet.
 * WUNTRACED and WCONTINUED report stops and wake-ups too. A `pid` of -1 means
 * any child, 0 any of the caller's process group, any other negative number any
 * of the group `-pid`. These three mean the children of the calling thread, to
 * which the main thread adds adopted ones, less those of child_process: libuv
 * waits for them. By its own pid one of these can be waited for, as in C; its
 * `'exit'` event never comes then. ECHILD: there is no such child, or only
 * child_process has some. EINTR: see {@link sigaction}.
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
  return found && decode(found[0], found[1]);
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

/** What pidfd_open() says where there is no process, but a thread maybe. */
const NO_PROCESS = ['ESRCH', 'ENOENT', 'EINVAL'];

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

/** The result of a child that has ended; else what there is to wait for. */
function begin(pid: number): Waited | Ending {
  let noChild: unknown;
  try {
    const ended = wait4(pid, WNOHANG);
    if (ended) return ended;
  } catch (error) {
    if (codeOf(error) !== 'ECHILD') throw error;
    noChild = error; // nor a process, maybe
  }
  try {
    return new Ending(pid);
  } catch (error) {
    throw noChild && NO_PROCESS.includes(codeOf(error)) ? noChild : error;
  }
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
  const ending = begin(pid);
  if (!(ending instanceof Ending)) return ending as Result;
  awaited.add(ending);
  try {
    return (await ending.wait(signal)) as Result;
  } finally {
    awaited.delete(ending);
    ending.close();
  }
}

/**
 * `while (waitpid(-1, &status, WNOHANG) > 0)`: waits for all children that have
 * ended, and for no other. Which children that are says {@link waitpid}; none is
 * no error. A {@link Child} or a {@link waitpidAsync} for one of them says ECHILD
 * afterwards.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/wait4.2.html | wait3(2)}
 * @example
 * import { _exit, fork, P_PID, reap, waitid, WEXITED, WNOWAIT } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * waitid(P_PID, pid, WEXITED | WNOWAIT); // it has ended
 * for (const { pid, code, rusage } of reap()) console.log(code, rusage.maxrss > 0); // 3 true
 * console.log(reap()); // []
 */
export function reap(): (WaitResult & { rusage: Rusage })[] {
  const ended: (WaitResult & { rusage: Rusage })[] = [];
  try {
    for (let one = wait3(WNOHANG); one; one = wait3(WNOHANG)) ended.push(one);
  } catch (error) {
    // What has been taken must not get lost; what is wrong will be so again.
    if (codeOf(error) !== 'ECHILD' && ended.length === 0) throw error;
  }
  return ended;
}

/**
 * Nobody will wait for this child, a pid or a {@link Child}, and yet it is to
 * leave no zombie: when it has ended, the event loop removes it from the process
 * table. It does not keep the loop alive for that, and init takes over what
 * outlives this process. It takes a descriptor, a pidfd, until then. Who waits
 * by Child.wait() all the same gets the result. ECHILD: it is no child of this
 * thread, or one of child_process. EMFILE, ENFILE: no descriptor is left.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_open.2.html | pidfd_open(2)}
 * @example
 * import { detach, posix_spawn } from 'posix-proc';
 * detach(posix_spawn('/bin/sleep', ['sleep', '0.1']));
 * console.log('this program ends before it does'); // this program ends before it does
 */
export function detach(child: number | Child): void {
  if (child instanceof Child) {
    endingOf(child).detach();
  } else if (typeof child === 'number') {
    native.own(integer(child, 'child', 1));
    new Ending(child).detach();
  } else {
    throw invalidType('child', 'of type number or an instance of Child', child);
  }
}
