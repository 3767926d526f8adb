// /proc/PID/limits: the resource limits of a process.

import { type Pid, textOf } from './file.js';

const names = {
  'Max cpu time': 'CPU',
  'Max file size': 'FSIZE',
  'Max data size': 'DATA',
  'Max stack size': 'STACK',
  'Max core file size': 'CORE',
  'Max resident set': 'RSS',
  'Max processes': 'NPROC',
  'Max open files': 'NOFILE',
  'Max locked memory': 'MEMLOCK',
  'Max address space': 'AS',
  'Max file locks': 'LOCKS',
  'Max pending signals': 'SIGPENDING',
  'Max msgqueue size': 'MSGQUEUE',
  'Max nice priority': 'NICE',
  'Max realtime priority': 'RTPRIO',
  'Max realtime timeout': 'RTTIME',
} as const;

type Name = (typeof names)[keyof typeof names];

const UNLIMITED = 2n ** 64n - 1n;

/**
 * `/proc/PID/limits`: the limits of getrlimit(2), by their names; RLIM_INFINITY
 * where there is none. Empty for a zombie that may not be asked. ESRCH: it is
 * gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html | proc_pid_limits(5)}
 * @example
 * import { limits } from 'posix-proc/proc';
 * const { soft, hard } = limits('self').NOFILE;
 * console.log(soft <= hard); // true
 */
export function limits(pid: Pid): {
  [Each in Name]: { soft: bigint; hard: bigint };
} {
  const found: Partial<Record<Name, { soft: bigint; hard: bigint }>> = {};
  const value = (text = '') => (/^\d/.test(text) ? BigInt(text) : UNLIMITED);
  for (const line of textOf(pid, 'limits').split('\n').slice(1)) {
    const [label = '', soft, hard] = line.split(/ {2,}/);
    const name = names[label as keyof typeof names];
    if (name) found[name] = { soft: value(soft), hard: value(hard) };
  }
  return found as Required<typeof found>;
}
