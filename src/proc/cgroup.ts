// /proc/PID/cgroup: the control groups of a process.

import { type Pid, textOf } from './file.js';

/**
 * `/proc/PID/cgroup`: a row for each hierarchy. That of version 2 has the
 * number 0 and no controllers. ESRCH: the process is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/cgroups.7.html | cgroups(7)}
 * @example
 * import { cgroup } from 'posix-proc/proc';
 * console.log(cgroup('self').every(({ path }) => path.startsWith('/'))); // true
 */
export function cgroup(
  pid: Pid,
): { hierarchy: number; controllers: string[]; path: string }[] {
  return textOf(pid, 'cgroup')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const first = line.indexOf(':');
      const second = line.indexOf(':', first + 1);
      return {
        hierarchy: Number(line.slice(0, first)),
        controllers: line
          .slice(first + 1, second)
          .split(',')
          .filter(Boolean),
        path: line.slice(second + 1),
      };
    });
}
