// nice(2), getpriority(2), sched_setaffinity(2), getcpu(2),
// sched_setscheduler(2) and their kin, ioprio_set(2), and
// /proc/PID/oom_score_adj.
//
// To Linux all of them but the last are a thread's. Node's own threads, those
// that are there already, keep what they have; a child and its threads, and
// each program executed, take after the thread that started them.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants as os } from 'node:os';
import { binding, constants } from '../internal/binding.js';
import {
  pid as checkPid,
  id,
  integer,
  list,
  object,
} from '../internal/validate.js';

const native = binding<{
  nice(inc: number): number;
  getpriority(which: number, who: number): number;
  setpriority(which: number, who: number, prio: number): void;
  sched_getaffinity(pid: number): number[];
  sched_setaffinity(pid: number, cpus: Uint32Array): void;
  sched_getscheduler(pid: number): number;
  sched_setscheduler(pid: number, policy: number, priority: number): void;
  sched_getparam(pid: number): number;
  sched_setparam(pid: number, priority: number): void;
  sched_get_priority_min(policy: number): number;
  sched_get_priority_max(policy: number): number;
  sched_rr_get_interval(pid: number): bigint;
  sched_yield(): void;
  getcpu(): { cpu: number; node: number };
  ioprio_get(which: number, who: number): number;
  ioprio_set(which: number, who: number, ioprio: number): void;
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

export const {
  PRIO_PROCESS,
  PRIO_PGRP,
  PRIO_USER,
  SCHED_OTHER,
  SCHED_FIFO,
  SCHED_RR,
  SCHED_BATCH,
  SCHED_IDLE,
  SCHED_RESET_ON_FORK,
  IOPRIO_WHO_PROCESS,
  IOPRIO_WHO_PGRP,
  IOPRIO_WHO_USER,
  IOPRIO_CLASS_NONE,
  IOPRIO_CLASS_RT,
  IOPRIO_CLASS_BE,
  IOPRIO_CLASS_IDLE,
} = constants;

/** A process or a group, or a user where `which` says so. */
const checkWho = (who: unknown, isUser: boolean) =>
  isUser ? id(who, 'who') : checkPid(who, 'who');

/**
 * `nice(inc)`: adds to the nice value of the calling thread and returns the new
 * one, from -20 (most favoured) to 19; beyond, it stays there. A forked child
 * and its programs have it; the threads that Node has already keep theirs. EPERM:
 * only the privileged may lower it (CAP_SYS_NICE, RLIMIT_NICE).
 *
 * @see {@link https://man7.org/linux/man-pages/man2/nice.2.html | nice(2)}
 * @example
 * import { getpriority, nice, PRIO_PROCESS } from 'posix-proc';
 * console.log(nice(1) === getpriority(PRIO_PROCESS, 0)); // true
 */
export function nice(inc: number): number {
  integer(inc, 'inc');
  // glibc adds it up in an int, which must not overflow.
  return native.nice(Math.max(-40, Math.min(inc, 40)));
}

/**
 * `getpriority(which, who)`: the nice value, from -20 to 19 (-1 is one like the
 * others), of a process or a thread by its id (PRIO_PROCESS), or the lowest in a
 * process group (PRIO_PGRP) or of a user (PRIO_USER). 0 means the calling thread,
 * its group, its user. ESRCH: there is none. EINVAL: `which` is none of these.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getpriority.2.html | getpriority(2)}
 * @example
 * import { getpriority, PRIO_PGRP, PRIO_PROCESS } from 'posix-proc';
 * console.log(getpriority(PRIO_PGRP, 0) <= getpriority(PRIO_PROCESS, 0)); // true
 */
export function getpriority(which: number, who: number): number {
  integer(which, 'which');
  return native.getpriority(which, checkWho(who, which === PRIO_USER));
}

/**
 * `setpriority(which, who, prio)`: sets nice values; `which` and `who` as for
 * {@link getpriority}. A process's id stands for its main thread. `prio` goes
 * from -20 to 19, what is beyond counts as these. EACCES: only the privileged may
 * lower one (CAP_SYS_NICE, RLIMIT_NICE). EPERM: a process of somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setpriority.2.html | setpriority(2)}
 * @example
 * import { getpriority, PRIO_PROCESS, setpriority } from 'posix-proc';
 * setpriority(PRIO_PROCESS, process.pid, 19);
 * console.log(getpriority(PRIO_PROCESS, process.pid)); // 19
 */
export function setpriority(which: number, who: number, prio: number): void {
  integer(which, 'which');
  checkWho(who, which === PRIO_USER);
  native.setpriority(which, who, integer(prio, 'prio'));
}

/**
 * `sched_getaffinity(pid, size, &mask)`: the processors that a process's main
 * thread, or a thread, may run on; 0 means the calling thread. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_getaffinity.2.html | sched_getaffinity(2)}
 * @example
 * import { getcpu, sched_getaffinity } from 'posix-proc';
 * console.log(sched_getaffinity(0).includes(getcpu().cpu)); // true
 */
export function sched_getaffinity(pid: number): number[] {
  return native.sched_getaffinity(checkPid(pid));
}

/**
 * `sched_setaffinity(pid, size, &mask)`: ties a thread to these processors, by
 * its id; a process's id stands for its main thread, 0 for the calling one. A
 * forked child has it for all its threads, and programs do. Node's own threads
 * have to be named one by one, as in the example. EINVAL: none of them is there
 * for this process. EPERM: a process of somebody else's. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_setaffinity.2.html | sched_setaffinity(2)}
 * @example
 * import { readdirSync } from 'node:fs';
 * import { getcpu, sched_getaffinity, sched_setaffinity } from 'posix-proc';
 * const [first] = sched_getaffinity(0);
 * for (const tid of readdirSync('/proc/self/task'))
 *   sched_setaffinity(Number(tid), [first]);
 * console.log(getcpu().cpu === first); // true
 */
export function sched_setaffinity(pid: number, cpus: readonly number[]): void {
  checkPid(pid);
  // The kernel knows of 8192 at most, and overlooks what is not there.
  const check = (cpu: unknown, name: string) => integer(cpu, name, 0, 65535);
  native.sched_setaffinity(pid, Uint32Array.from(list(cpus, 'cpus', check)));
}

/**
 * `sched_getscheduler(pid)`: the policy, SCHED_OTHER mostly, of a process's main
 * thread, or of a thread; 0 means the calling one. SCHED_RESET_ON_FORK may be
 * added to it. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_getscheduler.2.html | sched_getscheduler(2)}
 * @example
 * import { SCHED_OTHER, sched_getscheduler } from 'posix-proc';
 * console.log(sched_getscheduler(0) === SCHED_OTHER); // true
 */
export function sched_getscheduler(pid: number): number {
  return native.sched_getscheduler(checkPid(pid));
}

/** The one property of `struct sched_param`. */
export type SchedParam = { priority: number };

function checkParam(param: unknown): number {
  const { priority } = object(param, 'param') as SchedParam;
  return integer(priority, 'param.priority');
}

/**
 * `sched_setscheduler(pid, policy, &param)`: sets the policy of a thread, and its
 * priority: 0 for SCHED_OTHER, SCHED_BATCH and SCHED_IDLE, 1 to 99 for SCHED_FIFO
 * and SCHED_RR. With `| SCHED_RESET_ON_FORK` children do not get it. EINVAL: the
 * priority does not fit. EPERM: only the privileged may be real-time
 * (CAP_SYS_NICE, RLIMIT_RTPRIO). ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_setscheduler.2.html | sched_setscheduler(2)}
 * @example
 * import { SCHED_BATCH, sched_getscheduler, sched_setscheduler } from 'posix-proc';
 * sched_setscheduler(0, SCHED_BATCH, { priority: 0 });
 * console.log(sched_getscheduler(0) === SCHED_BATCH); // true
 */
export function sched_setscheduler(
  pid: number,
  policy: number,
  param: SchedParam,
): void {
  checkPid(pid);
  integer(policy, 'policy');
  native.sched_setscheduler(pid, policy, checkParam(param));
}

/**
 * `sched_getparam(pid, &param)`: the real-time priority, 0 without one. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_getparam.2.html | sched_getparam(2)}
 * @example
 * import { sched_getparam } from 'posix-proc';
 * console.log(sched_getparam(0)); // { priority: 0 }
 */
export function sched_getparam(pid: number): SchedParam {
  return { priority: native.sched_getparam(checkPid(pid)) };
}

/**
 * `sched_setparam(pid, &param)`: sets the priority, and leaves the policy as it
 * is; see {@link sched_setscheduler}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_setparam.2.html | sched_setparam(2)}
 * @example
 * import { sched_setparam } from 'posix-proc';
 * try {
 *   sched_setparam(0, { priority: 1 });
 * } catch (error) {
 *   console.log(error.code); // EINVAL
 * }
 */
export function sched_setparam(pid: number, param: SchedParam): void {
  checkPid(pid);
  native.sched_setparam(pid, checkParam(param));
}

/**
 * `sched_get_priority_min(policy)`: the lowest priority of a policy. EINVAL.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_get_priority_min.2.html | sched_get_priority_min(2)}
 * @example
 * import { SCHED_RR, sched_get_priority_min } from 'posix-proc';
 * console.log(sched_get_priority_min(SCHED_RR)); // 1
 */
export function sched_get_priority_min(policy: number): number {
  return native.sched_get_priority_min(integer(policy, 'policy'));
}

/**
 * `sched_get_priority_max(policy)`: the highest priority of a policy. EINVAL.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_get_priority_max.2.html | sched_get_priority_max(2)}
 * @example
 * import { SCHED_RR, sched_get_priority_max } from 'posix-proc';
 * console.log(sched_get_priority_max(SCHED_RR)); // 99
 */
export function sched_get_priority_max(policy: number): number {
  return native.sched_get_priority_max(integer(policy, 'policy'));
}

/**
 * `sched_rr_get_interval(pid, &time)`: the time slice of a thread under SCHED_RR,
 * in nanoseconds; of other policies it says little. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_rr_get_interval.2.html | sched_rr_get_interval(2)}
 * @example
 * import { sched_rr_get_interval } from 'posix-proc';
 * console.log(sched_rr_get_interval(0) >= 0n); // true
 */
export function sched_rr_get_interval(pid: number): bigint {
  return native.sched_rr_get_interval(checkPid(pid));
}

/**
 * `sched_yield()`: lets others run that are ready to.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sched_yield.2.html | sched_yield(2)}
 * @example
 * import { sched_yield } from 'posix-proc';
 * const ready = new Int32Array(new SharedArrayBuffer(4)).fill(1);
 * while (Atomics.load(ready, 0) === 0) sched_yield();
 */
export function sched_yield(): void {
  native.sched_yield();
}

/**
 * `getcpu(&cpu, &node)`: the processor that this thread runs on just now, and its
 * NUMA node.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getcpu.2.html | getcpu(2)}
 * @example
 * import { getcpu } from 'posix-proc';
 * const { cpu, node } = getcpu();
 * console.log(cpu >= 0, node >= 0); // true true
 */
export function getcpu(): { cpu: number; node: number } {
  return native.getcpu();
}

/** IOPRIO_CLASS_*, and 0 (most favoured) to 7 in the classes RT and BE. */
export type IoPriority = { class: number; level: number };

/**
 * `ioprio_get(which, who)`: the priority of reading and writing on disks, of a
 * process or a thread (IOPRIO_WHO_PROCESS), or the highest in a process group
 * (IOPRIO_WHO_PGRP) or of a user (IOPRIO_WHO_USER); 0 means the calling thread,
 * its group, its user. IOPRIO_CLASS_NONE: it follows from the nice value. ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ioprio_get.2.html | ioprio_get(2)}
 * @example
 * import { IOPRIO_WHO_PROCESS, ioprio_get } from 'posix-proc';
 * console.log(ioprio_get(IOPRIO_WHO_PROCESS, 0)); // { class: …, level: … }
 */
export function ioprio_get(which: number, who: number): IoPriority {
  integer(which, 'which');
  const value = native.ioprio_get(
    which,
    checkWho(who, which === IOPRIO_WHO_USER),
  );
  // Between the two, Linux 6.5 has hints.
  return { class: value >> 13, level: value & 7 };
}

/**
 * `ioprio_set(which, who, ioprio)`: sets it; as for {@link ioprio_get}. EPERM:
 * only the privileged may have IOPRIO_CLASS_RT, or touch somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ioprio_set.2.html | ioprio_set(2)}
 * @example
 * import { IOPRIO_CLASS_BE, IOPRIO_WHO_PROCESS, ioprio_get, ioprio_set } from 'posix-proc';
 * ioprio_set(IOPRIO_WHO_PROCESS, 0, { class: IOPRIO_CLASS_BE, level: 7 });
 * console.log(ioprio_get(IOPRIO_WHO_PROCESS, 0).level); // 7
 */
export function ioprio_set(
  which: number,
  who: number,
  ioprio: IoPriority,
): void {
  integer(which, 'which');
  checkWho(who, which === IOPRIO_WHO_USER);
  const { class: kind, level } = object(ioprio, 'ioprio') as IoPriority;
  integer(kind, 'ioprio.class', 0, 7);
  integer(level, 'ioprio.level', 0, 7);
  native.ioprio_set(which, who, (kind << 13) | level);
}

// The file that proc(5) has for it; an error as of a call named by its name.
function oomScoreFile<T>(pid: number, use: (path: string) => T): T {
  integer(pid, 'pid', 0);
  try {
    return use(`/proc/${pid || 'self'}/oom_score_adj`);
  } catch (error) {
    const { errno, code } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error; // --permission forbids it
    // Without a /proc there is no knowing.
    const gone = code === 'ENOENT' && existsSync('/proc/self');
    const number = gone ? os.errno.ESRCH : -errno;
    return native.throwErrno(number, 'oom_score_adj', pid);
  }
}

/**
 * `/proc/PID/oom_score_adj`: how much more or less than by its size a process is
 * to be chosen when memory runs out, from -1000 (never) to 1000; 0 means this
 * process. ESRCH. ENOENT: no /proc is mounted.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html | proc_pid_oom_score_adj(5)}
 * @example
 * import { getOomScoreAdj } from 'posix-proc';
 * console.log(Number.isInteger(getOomScoreAdj(0))); // true
 */
export function getOomScoreAdj(pid: number): number {
  return oomScoreFile(pid, (path) => Number(readFileSync(path, 'latin1')));
}

/**
 * `echo value >/proc/PID/oom_score_adj`: sets it for a process and its children to
 * come; as for {@link getOomScoreAdj}. EACCES: only the privileged may lower it
 * (CAP_SYS_RESOURCE). ESRCH.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_oom_score_adj.5.html | proc_pid_oom_score_adj(5)}
 * @example
 * import { getOomScoreAdj, setOomScoreAdj } from 'posix-proc';
 * setOomScoreAdj(0, 1000);
 * console.log(getOomScoreAdj(0)); // 1000
 */
export function setOomScoreAdj(pid: number, value: number): void {
  integer(value, 'value', -1000, 1000);
  oomScoreFile(pid, (path) => writeFileSync(path, `${value}`));
}
