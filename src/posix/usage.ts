// getrusage(2), times(2), clock_gettime(2), clock_getcpuclockid(3), sysconf(3),
// getloadavg(3).

import { binding, constants } from '../internal/binding.js';
import type { Rusage } from '../internal/status.js';
import { pid as checkPid, integer } from '../internal/validate.js';

/** All in seconds. */
export type Times = {
  utime: number;
  stime: number;
  cutime: number;
  cstime: number;
  elapsed: number;
};

const native = binding<{
  getrusage(who: number): Rusage;
  times(): Times;
  clock_gettime(clock: number): bigint;
  clock_getcpuclockid(pid: number): number;
  sysconf(name: number): bigint | null;
  getloadavg(): [number, number, number];
}>();

export const {
  RUSAGE_SELF,
  RUSAGE_CHILDREN,
  RUSAGE_THREAD,
  CLOCK_REALTIME,
  CLOCK_REALTIME_COARSE,
  CLOCK_MONOTONIC,
  CLOCK_MONOTONIC_COARSE,
  CLOCK_MONOTONIC_RAW,
  CLOCK_BOOTTIME,
  CLOCK_TAI,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_THREAD_CPUTIME_ID,
  _SC_ARG_MAX,
  _SC_CHILD_MAX,
  _SC_CLK_TCK,
  _SC_GETGR_R_SIZE_MAX,
  _SC_GETPW_R_SIZE_MAX,
  _SC_HOST_NAME_MAX,
  _SC_IOV_MAX,
  _SC_LINE_MAX,
  _SC_LOGIN_NAME_MAX,
  _SC_NGROUPS_MAX,
  _SC_NPROCESSORS_CONF,
  _SC_NPROCESSORS_ONLN,
  _SC_OPEN_MAX,
  _SC_PAGESIZE,
  _SC_PHYS_PAGES,
  _SC_AVPHYS_PAGES,
  _SC_RTSIG_MAX,
  _SC_SIGQUEUE_MAX,
  _SC_STREAM_MAX,
  _SC_SYMLOOP_MAX,
  _SC_THREAD_STACK_MIN,
  _SC_TTY_NAME_MAX,
  _SC_VERSION,
} = constants;

/**
 * `getrusage(who, &usage)`: what has been used by this process (RUSAGE_SELF), by
 * all its children that have been waited for, and theirs (RUSAGE_CHILDREN), or
 * by the calling thread (RUSAGE_THREAD). `utime` and `stime` are seconds of
 * processor time, `maxrss` is KiB (of children: the largest one's), the others
 * are counts: page faults without and with reading from disk, blocks read and
 * written, voluntary and involuntary context switches.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getrusage.2.html | getrusage(2)}
 * @example
 * import { getrusage, RUSAGE_SELF } from 'posix-proc';
 * const { utime, stime, maxrss } = getrusage(RUSAGE_SELF);
 * console.log(utime + stime > 0, maxrss > 1024); // true true
 */
export function getrusage(who: number): Rusage {
  return native.getrusage(integer(who, 'who'));
}

/**
 * `times(&tms)`: processor time of this process (`utime`, `stime`) and of its
 * children that have been waited for (`cutime`, `cstime`), and the time that has
 * `elapsed` since some moment in the past, good for differences only. All in
 * seconds, in steps of a clock tick (0.01, `1 / sysconf(_SC_CLK_TCK)`).
 *
 * @see {@link https://man7.org/linux/man-pages/man2/times.2.html | times(2)}
 * @example
 * import { posix_spawnp, times, waitpid } from 'posix-proc';
 * const before = times();
 * waitpid(posix_spawnp('sleep', ['sleep', '0.1']));
 * const after = times();
 * console.log(after.elapsed - before.elapsed > 0.08); // true
 * console.log(after.cutime - before.cutime < 0.08); // true
 */
export function times(): Times {
  return native.times();
}

/**
 * `clock_gettime(clock, &time)`: the time of a clock in nanoseconds.
 * CLOCK_REALTIME counts from 1970, CLOCK_MONOTONIC and CLOCK_BOOTTIME from the
 * machine's start (the latter over its sleep too), CLOCK_PROCESS_CPUTIME_ID and
 * CLOCK_THREAD_CPUTIME_ID the processor time of this process and this thread;
 * that of another process is told by {@link clock_getcpuclockid}. EINVAL: there
 * is no such clock, or its process has ended.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/clock_gettime.2.html | clock_gettime(2)}
 * @example
 * import { CLOCK_PROCESS_CPUTIME_ID, clock_gettime } from 'posix-proc';
 * const before = clock_gettime(CLOCK_PROCESS_CPUTIME_ID);
 * const sum = Array.from({ length: 1e5 }, Math.random).reduce((a, b) => a + b);
 * console.log(clock_gettime(CLOCK_PROCESS_CPUTIME_ID) > before); // true
 */
export function clock_gettime(clock: number): bigint {
  return native.clock_gettime(integer(clock, 'clock'));
}

/**
 * `clock_getcpuclockid(pid, &clock)`: the clock of the processor time that
 * another process has used, 0 means this one, for {@link clock_gettime}. ESRCH:
 * there is no such process.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/clock_getcpuclockid.3.html | clock_getcpuclockid(3)}
 * @example
 * import { clock_getcpuclockid, clock_gettime } from 'posix-proc';
 * const clock = clock_getcpuclockid(process.ppid);
 * console.log(clock_gettime(clock) > 0n); // true
 */
export function clock_getcpuclockid(pid: number): number {
  return native.clock_getcpuclockid(checkPid(pid));
}

/**
 * `sysconf(name)`: a limit or a property of the system, in the unit that its
 * name says: _SC_PAGESIZE bytes, _SC_CLK_TCK ticks per second, _SC_PHYS_PAGES
 * pages. Null: there is no limit, or none is known. EINVAL: there is no such
 * name.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sysconf.3.html | sysconf(3)}
 * @example
 * import { _SC_CLK_TCK, _SC_PAGESIZE, sysconf } from 'posix-proc';
 * console.log(sysconf(_SC_CLK_TCK)); // 100n
 * console.log(sysconf(_SC_PAGESIZE)); // 4096n
 */
export function sysconf(name: number): bigint | null {
  return native.sysconf(integer(name, 'name'));
}

/**
 * `getloadavg(load, 3)`: how many processes ran or wanted to, on average over
 * the last 1, 5 and 15 minutes.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getloadavg.3.html | getloadavg(3)}
 * @example
 * import { getloadavg } from 'posix-proc';
 * console.log(getloadavg().length); // 3
 */
export function getloadavg(): [number, number, number] {
  return native.getloadavg();
}
