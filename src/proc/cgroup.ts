// /proc/PID/cgroup: the control groups of a process.

import { type Pid, textOf } from './file.js';
import { COLON, type Scanner } from './scanner.js';

/** A row of {@link cgroup}. */
export type Cgroup = { hierarchy: number; controllers: string[]; path: string };

/**
 * `/proc/PID/cgroup`: a row for each hierarchy. That of version 2 has the
 * number 0 and no controllers. ESRCH: the process is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/cgroups.7.html | cgroups(7)}
 * @example
 * import { cgroup } from 'posix-proc/proc';
 * console.log(cgroup('self').every(({ path }) => path.startsWith('/'))); // true
 */
export function cgroup(pid: Pid): Cgroup[] {
  return parseCgroup(textOf(pid, 'cgroup'));
}

export function parseCgroup(text: Scanner): Cgroup[] {
  const found: Cgroup[] = [];
  while (!text.atEnd) {
    const hierarchy = text.number();
    text.skip(COLON);
    const controllers = text.upTo(COLON).split(',').filter(Boolean);
    found.push({ hierarchy, controllers, path: text.line() });
  }
  return found;
}
