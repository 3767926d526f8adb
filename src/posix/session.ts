// Sessions and process groups: setsid(2), getsid(2), setpgid(2), getpgid(2),
// getpgrp(2). A pid of 0 is the caller.

import { binding } from '../internal/binding.js';
import { pid as checkPid } from '../internal/validate.js';

const native = binding<{
  setsid(): number;
  getsid(pid: number): number;
  setpgid(pid: number, pgid: number): void;
  getpgid(pid: number): number;
  getpgrp(): number;
}>();

/**
 * `setsid()`: makes the caller the leader of a new session and of a new process
 * group in it, without a controlling terminal. Returns the session's id, which
 * is the caller's pid. EPERM: it leads a process group already; a forked child
 * does not.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setsid.2.html | setsid(2)}
 * @example
 * import { fork, getpgrp, getsid, setsid, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   console.log(setsid() === process.pid); // true
 *   console.log(getsid(0) === getpgrp()); // true
 *   process.exit(0);
 * }
 * waitpid(pid);
 */
export function setsid(): number {
  return native.setsid();
}

/**
 * `getsid(pid)`: the id of the session that the process belongs to. ESRCH:
 * there is no such process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getsid.2.html | getsid(2)}
 * @example
 * import { getsid } from 'posix-proc';
 * console.log(getsid(0) === getsid(process.pid)); // true
 */
export function getsid(pid: number): number {
  return native.getsid(checkPid(pid));
}

/**
 * `setpgid(pid, pgid)`: moves the caller or one of its children to the process
 * group `pgid`; 0 means the group of the process's own number, which is made.
 * A shell does this in the parent and in the child, for either may be first.
 * EACCES: the child has executed another program. EPERM: it leads a session, or
 * there is no such group in the caller's session. ESRCH: it is no child.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setpgid.2.html | setpgid(2)}
 * @example
 * import { fork, getpgrp, setpgid, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   setpgid(0, 0);
 *   process.exit(getpgrp() === process.pid ? 0 : 1);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function setpgid(pid: number, pgid: number): void {
  native.setpgid(checkPid(pid), checkPid(pgid, 'pgid'));
}

/**
 * `getpgid(pid)`: the process group of a process. ESRCH: there is no such
 * process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getpgid.2.html | getpgid(2)}
 * @example
 * import { getpgid, getpgrp } from 'posix-proc';
 * console.log(getpgid(0) === getpgrp()); // true
 */
export function getpgid(pid: number): number {
  return native.getpgid(checkPid(pid));
}

/**
 * `getpgrp()`: the caller's process group.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getpgrp.2.html | getpgrp(2)}
 * @example
 * import { getpgid, getpgrp } from 'posix-proc';
 * console.log(getpgrp() === getpgid(process.pid)); // true
 */
export function getpgrp(): number {
  return native.getpgrp();
}

/**
 * `setpgrp()`: makes the caller the leader of a process group of its own, as
 * `setpgid(0, 0)` does. EPERM: it leads a session.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setpgrp.2.html | setpgrp(2)}
 * @example
 * import { fork, getpgrp, setpgrp, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   setpgrp();
 *   process.exit(getpgrp() === process.pid ? 0 : 1);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function setpgrp(): void {
  setpgid(0, 0);
}
