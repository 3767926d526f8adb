// /proc/PID/stat, statm and task/TID/stat: numbers of a process.

import { namesIn, type Pid, textOf } from './file.js';

// In the order of the file, after pid, comm and state.
// biome-ignore format: a table
const order = [
  'ppid', 'pgrp', 'session', 'tty_nr', 'tpgid', 'flags', 'minflt',
  'cminflt', 'majflt', 'cmajflt', 'utime', 'stime', 'cutime', 'cstime',
  'priority', 'nice', 'num_threads', 'itrealvalue', 'starttime', 'vsize',
  'rss', 'rsslim', 'startcode', 'endcode', 'startstack', 'kstkesp', 'kstkeip',
  'signal', 'blocked', 'sigignore', 'sigcatch', 'wchan', 'nswap', 'cnswap',
  'exit_signal', 'processor', 'rt_priority', 'policy', 'delayacct_blkio_ticks',
  'guest_time', 'cguest_time', 'start_data', 'end_data', 'start_brk',
  'arg_start', 'arg_end', 'env_start', 'env_end', 'exit_code',
] as const;

// The others are counts, ticks, bytes and addresses: bigints.
const small = [
  ...(['ppid', 'pgrp', 'session', 'tty_nr', 'tpgid', 'flags'] as const),
  ...(['priority', 'nice', 'num_threads', 'itrealvalue'] as const),
  ...(['exit_signal', 'processor', 'rt_priority', 'policy'] as const),
  'exit_code',
] as const;

const isSmall = order.map((name) =>
  (small as readonly string[]).includes(name),
);

/** R running, S sleeping, D waiting for a disk, T stopped, t traced, Z zombie. */
export type State = 'R' | 'S' | 'D' | 'T' | 't' | 'Z' | 'X' | 'I' | 'P';

/** The fields of proc(5), by its names. */
export type Stat = { pid: number; comm: string; state: State } & {
  [Name in (typeof order)[number]]: Name extends (typeof small)[number]
    ? number
    : bigint;
};

function parseStat(line: string): Stat {
  // comm may hold anything, `)` and line ends too.
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  const values = line
    .slice(close + 2)
    .trimEnd()
    .split(' ');
  const stat: Record<string, unknown> = {
    pid: Number(line.slice(0, open)),
    comm: line.slice(open + 1, close),
    state: values[0],
  };
  for (const [i, name] of order.entries()) {
    const value = values[i + 1] ?? 0; // the kernel has added some over time
    stat[name] = isSmall[i] ? Number(value) : BigInt(value);
  }
  return stat as Stat;
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
  return namesIn(pid, 'task').flatMap((tid) => {
    try {
      return [parseStat(textOf(pid, `task/${tid}/stat`))];
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
  const [size, resident, shared, text, lib, data, dt] = textOf(pid, 'statm')
    .split(' ')
    .map(BigInt) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  return { size, resident, shared, text, lib, data, dt };
}
