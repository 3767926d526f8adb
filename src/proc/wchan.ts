// /proc/PID/wchan: what a process sleeps in.

import { type Pid, textOf } from './file.js';

/**
 * `/proc/PID/wchan`: the function of the kernel that the process sleeps in, or
 * null when it does not, or may not be asked.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_wchan.5.html | proc_pid_wchan(5)}
 * @example
 * import { wchan } from 'posix-proc/proc';
 * console.log(wchan('self')); // null
 */
export function wchan(pid: Pid): string | null {
  const name = textOf(pid, 'wchan').line();
  return name === '' || name === '0' ? null : name;
}
