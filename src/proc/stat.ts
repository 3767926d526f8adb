// /proc/PID/stat, statm and task/TID/stat: numbers of a process.

import { namesIn, type Pid, textOf } from './file.js';
import { type Scanner, SPACE } from './scanner.js';

const OPEN = 0x28;
const CLOSE = 0x29;

/**
 * R running, S sleeping, D waiting for a disk, T stopped, t traced, Z zombie, I a
 * thread of the kernel that has nothing to do.
 */
export type State = 'R' | 'S' | 'D' | 'T' | 't' | 'Z' | 'X' | 'I' | 'P';

/** The fields of proc(5), by its names. */
export type Stat = ReturnType<typeof parseStat>;

export function parseStat(text: Scanner) {
  const pid = text.number();
  text.skip(SPACE);
  text.skip(OPEN);
  // The name may hold anything, `)` and line ends too.
  const close = text.bytes.lastIndexOf(CLOSE);
  if (close < text.at) throw text.invalid();
  const comm = text.text(text.at, close);
  text.at = close + 1;
  text.skip(SPACE);
  const state = text.letter() as State;
  const number = () => {
    text.skip(SPACE);
    return text.number();
  };
  // Counts, ticks, bytes and addresses.
  const bigint = () => {
    text.skip(SPACE);
    return text.bigint();
  };
  return {
    pid,
    comm,
    state,
    ppid: number(),
    pgrp: number(),
    session: number(),
    tty_nr: number(),
    tpgid: number(),
    flags: number(),
    minflt: bigint(),
    cminflt: bigint(),
    majflt: bigint(),
    cmajflt: bigint(),
    utime: bigint(),
    stime: bigint(),
    cutime: bigint(),
    cstime: bigint(),
    priority: number(),
    nice: number(),
    num_threads: number(),
    itrealvalue: number(),
    starttime: bigint(),
    vsize: bigint(),
    rss: bigint(),
    rsslim: bigint(),
    startcode: bigint(),
    endcode: bigint(),
    startstack: bigint(),
    kstkesp: bigint(),
    kstkeip: bigint(),
    signal: bigint(),
    blocked: bigint(),
    sigignore: bigint(),
    sigcatch: bigint(),
    wchan: bigint(),
    nswap: bigint(),
    cnswap: bigint(),
    exit_signal: number(),
    processor: number(),
    rt_priority: number(),
    policy: number(),
    delayacct_blkio_ticks: bigint(),
    guest_time: bigint(),
    cguest_time: bigint(),
    start_data: bigint(),
    end_data: bigint(),
    start_brk: bigint(),
    arg_start: bigint(),
    arg_end: bigint(),
    env_start: bigint(),
    env_end: bigint(),
    exit_code: number(),
  };
}

/**
 * `/proc/PID/stat`: the 52 numbers of a process. Times are in clock ticks, of
 * which a second has sysconf('_SC_CLK_TCK'), 100 as a rule; `starttime` counts
 * them from boot. `vsize` is in bytes, `rss` in pages, and
 * estimated: VmRSS of {@link status} is exact. Addresses are 0 for who
 * may not see them. A zombie has state 'Z'. ESRCH: it is gone. EACCES: /proc
 * hides it.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html | proc_pid_stat(5)}
 * @example
 * import { getppid } from 'posix-proc';
 * import { stat } from 'posix-proc/proc';
 * const { state, ppid } = stat('self');
 * console.log(state, ppid === getppid()); // R true
 */
export function stat(pid: Pid): Stat {
  return parseStat(textOf(pid, 'stat'));
}

/**
 * `/proc/PID/task/TID/stat`: the same of each thread, whose number is `pid` there,
 * and whose name is `comm`.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_task.5.html | proc_pid_task(5)}
 * @example
 * import { tasks } from 'posix-proc/proc';
 * console.log(tasks('self')[0].pid === process.pid); // true
 */
export function tasks(pid: Pid): Stat[] {
  const tids = namesIn(pid, 'task').map(Number);
  return tids
    .sort((a, b) => a - b)
    .flatMap((tid) => {
      try {
        const text = textOf(pid, `task/${tid}/stat`);
        // It has ended, and the process is a zombie: its first thread was.
        return text.atEnd ? [] : [parseStat(text)];
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ESRCH') return []; // it has ended
        throw error;
      }
    });
}

/** In pages, of sysconf('_SC_PAGESIZE') bytes each. */
export type Statm = {
  size: bigint;
  resident: bigint;
  shared: bigint;
  text: bigint;
  lib: bigint;
  data: bigint;
  dt: bigint;
};

/**
 * `/proc/PID/statm`: how much memory, in pages. `lib` and `dt` are always 0. A
 * zombie has none.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html | proc_pid_statm(5)}
 * @example
 * import { statm } from 'posix-proc/proc';
 * const { resident, size } = statm('self');
 * console.log(resident > 0n, resident < size); // true true
 */
export function statm(pid: Pid): Statm {
  return parseStatm(textOf(pid, 'statm'));
}

export function parseStatm(text: Scanner): Statm {
  const next = () => {
    text.blanks();
    return text.bigint();
  };
  return {
    size: next(),
    resident: next(),
    shared: next(),
    text: next(),
    lib: next(),
    data: next(),
    dt: next(),
  };
}
