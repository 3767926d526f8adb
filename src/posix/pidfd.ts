// pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2): a process held by a
// descriptor. However late it is used, it never means another process that got
// the same number.

import { readFileSync } from 'node:fs';
import { constants as os } from 'node:os';
import { binding, constants } from '../internal/binding.js';
import { deliver } from '../internal/delivery.js';
import { ready } from '../internal/readiness.js';
import { type Signal, toSignal } from '../internal/signals.js';
import {
  decodeWithUsage,
  type Ended,
  type FoundWithUsage,
  type Waited,
} from '../internal/status.js';
import {
  abortSignal,
  fd as checkFd,
  pid as checkPid,
  integer,
  object,
} from '../internal/validate.js';
import { keepReceived } from './fork/shared.js';

const native = binding<{
  pidfd_open(pid: number, flags: number): number;
  pidfd_send_signal(pidfd: number, signo: number): void;
  pidfd_getfd(pidfd: number, fd: number): number;
  reap(pidfd: number): FoundWithUsage | null;
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

export const { PIDFD_NONBLOCK, PIDFD_THREAD } = constants;

/**
 * `pidfd_open(pid, flags)`: a descriptor of a process, close-on-exec. It is ready
 * for POLLIN when the process has ended. Of a child that nobody has waited for yet
 * it is surely the one meant; of others check, once it is open, that the process is
 * the right one. PIDFD_NONBLOCK: {@link waitid} with P_PIDFD says EAGAIN instead of
 * waiting. PIDFD_THREAD: `pid` is a thread's; Linux 6.9. ESRCH: there is no such
 * process. EINVAL: no such pid can be, the kernel does not know these flags, or
 * `pid` is a thread's and they do not say so.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_open.2.html | pidfd_open(2)}
 * @example
 * import { close, P_PIDFD, pidfd_open, pidfd_send_signal, posix_spawnp, WEXITED, waitid } from 'posix-proc';
 * const pidfd = pidfd_open(posix_spawnp('sleep', ['sleep', '20']));
 * pidfd_send_signal(pidfd, 'SIGTERM');
 * console.log(waitid(P_PIDFD, pidfd, WEXITED).codeName); // CLD_KILLED
 * try { pidfd_send_signal(pidfd, 0); } catch (error) { console.log(error.code); } // ESRCH
 * close(pidfd);
 */
export function pidfd_open(pid: number, flags = 0): number {
  return native.pidfd_open(checkPid(pid), integer(flags, 'flags'));
}

/**
 * `pidfd_send_signal(pidfd, sig, NULL, 0)`: sends a signal as {@link kill} does; 0
 * only checks whether it could be sent. ESRCH: the process has ended and has been
 * waited for. EPERM: it is somebody else's. EBADF: no descriptor of a process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_send_signal.2.html | pidfd_send_signal(2)}
 * @example
 * import { close, pidfd_open, pidfd_send_signal, sigaction } from 'posix-proc';
 * sigaction('SIGUSR2', { handler: (_, info) => console.log(info.signal) }); // SIGUSR2
 * const self = pidfd_open(process.pid);
 * pidfd_send_signal(self, 'SIGUSR2');
 * close(self);
 */
export function pidfd_send_signal(pidfd: number, sig: Signal): void {
  native.pidfd_send_signal(checkFd(pidfd, 'pidfd'), toSignal(sig, 'sig', 0));
  deliver(); // to this very process, maybe
}

/**
 * `pidfd_getfd(pidfd, fd, 0)`: a copy of the descriptor `fd` of another process,
 * close-on-exec; it shares what dup() shares. EPERM: this process may not trace
 * that one, see ptrace(2). EBADF: it has no such descriptor. ESRCH: it has ended.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_getfd.2.html | pidfd_getfd(2)}
 * @example
 * import { close, pidfd_getfd, pidfd_open, pipe, read, write } from 'posix-proc';
 * const [r, w] = pipe();
 * const self = pidfd_open(process.pid);
 * const copy = pidfd_getfd(self, w);
 * write(copy, 'hello');
 * console.log(read(r, 100).toString()); // hello
 * for (const fd of [r, w, self, copy]) close(fd);
 */
export function pidfd_getfd(pidfd: number, fd: number): number {
  const copy = native.pidfd_getfd(checkFd(pidfd, 'pidfd'), checkFd(fd));
  keepReceived(copy);
  return copy;
}

/** -1: it has ended and has been waited for; 0: this pid namespace has no pid. */
function pidOf(pidfd: number): number {
  const info = readFileSync(`/proc/self/fdinfo/${pidfd}`, 'latin1');
  return Number(/^Pid:\s*(-?\d+)/m.exec(info)?.[1]);
}

/**
 * `waitid(P_PIDFD, pidfd, &info, WEXITED)` without blocking, of any process:
 * resolves when it has ended. A child is removed from the process table, and the
 * result is what {@link waitpidAsync} gives. Of another process, and of a child
 * that somebody else has waited for, nobody can know more than that it has ended:
 * `{ pid, kind: 'ended' }`, where a `pid` of -1 means that it had ended before the
 * call. The event loop waits, and stays alive meanwhile. An aborted `signal`
 * rejects with its reason. ECHILD: it is this process. EBADF: no descriptor of a
 * process, or close() has closed it meanwhile. EMFILE, ENFILE: no descriptor is left
 * to wait with.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pidfd_open.2.html | pidfd_open(2)}
 * @example
 * import { _exit, close, fork, pidfd_open, pidfdWaitAsync } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(3);
 * const pidfd = pidfd_open(pid);
 * console.log(await pidfdWaitAsync(pidfd)); // { pid: …, kind: 'exited', code: 3, … }
 * console.log(await pidfdWaitAsync(pidfd)); // { pid: -1, kind: 'ended' }
 * close(pidfd);
 */
export async function pidfdWaitAsync(
  pidfd: number,
  options: { signal?: AbortSignal } = {},
): Promise<Waited | Ended> {
  checkFd(pidfd, 'pidfd');
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  let pid: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const found = native.reap(pidfd);
      if (found) return decodeWithUsage(found);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECHILD') throw error;
      return { pid: pid ?? pidOf(pidfd), kind: 'ended' };
    }
    pid ??= pidOf(pidfd);
    // Nobody lives to see his own end.
    if (pid === process.pid) native.throwErrno(os.errno.ECHILD, 'waitid', pid);
    await ready(pidfd, false, signal);
  }
}
