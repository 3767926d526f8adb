// getrlimit(2), setrlimit(2), prlimit(2). Their numbers have 64 bits, so they
// are bigints, whatever they are.

import { binding, constants } from '../internal/binding.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import {
  type Resource,
  type Rlimit,
  type RlimitInput,
  toLimit,
  toResource,
} from '../internal/resources.js';
import { pid as checkPid } from '../internal/validate.js';

export {
  type Resource,
  type ResourceName,
  RLIM_INFINITY,
  type Rlimit,
  type RlimitInput,
} from '../internal/resources.js';

const native = binding<{
  getrlimit(resource: number): Rlimit;
  setrlimit(resource: number, soft: bigint, hard: bigint): void;
  prlimit(pid: number, resource: number, ...limit: bigint[]): Rlimit;
}>();

export const {
  RLIMIT_AS,
  RLIMIT_CORE,
  RLIMIT_CPU,
  RLIMIT_DATA,
  RLIMIT_FSIZE,
  RLIMIT_LOCKS,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RSS,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} = constants;

/**
 * `getrlimit(resource, &rlim)`: the limits of this process and its children to
 * come. The soft one is enforced, the hard one is as far as the soft one can be
 * raised. AS, CORE, DATA, FSIZE, MEMLOCK, MSGQUEUE, RSS and STACK are bytes, CPU
 * seconds, RTTIME microseconds, the others are counts; for NICE, 20 less the
 * lowest nice value.
 *
 * Node raises the soft NOFILE to the hard one as it starts, and what it was is
 * known nowhere afterwards; shells and service managers mostly give 1024. A
 * program that still needs it so (select(2) cannot do more) is to be given it: by
 * the `rlimits` of {@link spawn}, or by {@link setrlimit} in a forked child before
 * exec.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getrlimit.2.html | getrlimit(2)}
 * @example
 * import { getrlimit } from 'posix-proc';
 * const { soft, hard } = getrlimit('NOFILE');
 * console.log(typeof soft, soft <= hard); // bigint true
 */
export function getrlimit(resource: Resource): Rlimit {
  return native.getrlimit(toResource(resource, 'resource'));
}

/**
 * `setrlimit(resource, &rlim)`: sets the limits of this process and its children
 * to come; units as for {@link getrlimit}. EINVAL: soft is above hard. EPERM:
 * only the privileged raise a hard limit (CAP_SYS_RESOURCE), and nobody NOFILE
 * above `/proc/sys/fs/nr_open`. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * They hold for Node at once. With a soft STACK below 1 MiB a deep recursion is a
 * SIGSEGV instead of a RangeError, and Node aborts where AS or DATA leave it no
 * memory: those are for a program, set before exec or by {@link spawn}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setrlimit.2.html | setrlimit(2)}
 * @example
 * import { execvp, fork, getrlimit, setrlimit, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   const { hard } = getrlimit('NOFILE');
 *   setrlimit('NOFILE', { soft: hard < 1024n ? hard : 1024n, hard });
 *   execvp('sh', ['sh', '-c', 'test $(ulimit -Sn) -le 1024']);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function setrlimit(resource: Resource, limit: RlimitInput): void {
  const number = toResource(resource, 'resource');
  const pair = toLimit(limit, 'limit');
  mainThreadOnly('setrlimit');
  native.setrlimit(number, ...pair);
}

/**
 * `prlimit(pid, resource, &new, &old)`: the limits of another process, 0 means
 * this one; with `limit` it sets them and returns those of before. Units as for
 * {@link getrlimit}. ESRCH: there is no such process. EPERM: it has other ids
 * than this one, or as for {@link setrlimit}. With `limit` in a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/prlimit.2.html | prlimit(2)}
 * @example
 * import { fork, kill, prlimit, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) setInterval(() => {}, 1000);
 * else {
 *   prlimit(pid, 'CORE', { soft: 0n, hard: 0n });
 *   console.log(prlimit(pid, 'CORE')); // { soft: 0n, hard: 0n }
 *   kill(pid, 'SIGKILL');
 *   waitpid(pid);
 * }
 */
export function prlimit(
  pid: number,
  resource: Resource,
  limit?: RlimitInput,
): Rlimit {
  checkPid(pid);
  const number = toResource(resource, 'resource');
  if (limit === undefined) return native.prlimit(pid, number);
  const pair = toLimit(limit, 'limit');
  mainThreadOnly('prlimit');
  return native.prlimit(pid, number, ...pair);
}
