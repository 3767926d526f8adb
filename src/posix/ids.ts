// getpid(2), getppid(2), gettid(2), getuid(2), setuid(2) and all their kin,
// umask(2). The first three are a system call each time: after a fork, no cached
// number can be wrong.

import { binding } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { id, integer, list } from '../internal/validate.js';

const native = binding<{
  getpid(): number;
  getppid(): number;
  gettid(): number;
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  getresuid(): [ruid: number, euid: number, suid: number];
  getresgid(): [rgid: number, egid: number, sgid: number];
  usesIoUring(): boolean;
  setuid(uid: number): void;
  seteuid(euid: number): void;
  setgid(gid: number): void;
  setegid(egid: number): void;
  setreuid(ruid: number, euid: number): void;
  setregid(rgid: number, egid: number): void;
  setresuid(ruid: number, euid: number, suid: number): void;
  setresgid(rgid: number, egid: number, sgid: number): void;
  getgroups(): number[];
  setgroups(gids: Uint32Array): void;
  initgroups(user: Uint8Array, group: number): void;
  getgrouplist(user: Uint8Array, group: number): number[];
  umask(mask: number): number;
}>();

/**
 * `getpid()`: the process id.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getpid.2.html | getpid(2)}
 * @example
 * import { getpid } from 'posix-proc';
 * console.log(getpid() === process.pid); // true
 */
export function getpid(): number {
  return native.getpid();
}

/**
 * `getppid()`: the parent's process id. It changes when the parent ends: the
 * nearest subreaper, or init, becomes the parent.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getppid.2.html | getppid(2)}
 * @example
 * import { getppid } from 'posix-proc';
 * console.log(getppid() === process.ppid); // true
 */
export function getppid(): number {
  return native.getppid();
}

/**
 * `gettid()`: the thread id of the caller; on the main thread the same as
 * {@link getpid}, in a Worker its own.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/gettid.2.html | gettid(2)}
 * @example
 * import { getpid, gettid } from 'posix-proc';
 * console.log(gettid() === getpid()); // true on the main thread
 */
export function gettid(): number {
  return native.gettid();
}

/**
 * `getuid()`: the real user id of this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getuid.2.html | getuid(2)}
 * @example
 * import { getuid } from 'posix-proc';
 * console.log(getuid() === process.getuid()); // true
 */
export function getuid(): number {
  return native.getuid();
}

/**
 * `geteuid()`: the effective user id of this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/geteuid.2.html | geteuid(2)}
 * @example
 * import { geteuid } from 'posix-proc';
 * console.log(geteuid() === process.geteuid()); // true
 */
export function geteuid(): number {
  return native.geteuid();
}

/**
 * `getgid()`: the real group id of this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getgid.2.html | getgid(2)}
 * @example
 * import { getgid } from 'posix-proc';
 * console.log(getgid() === process.getgid()); // true
 */
export function getgid(): number {
  return native.getgid();
}

/**
 * `getegid()`: the effective group id of this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getegid.2.html | getegid(2)}
 * @example
 * import { getegid } from 'posix-proc';
 * console.log(getegid() === process.getegid()); // true
 */
export function getegid(): number {
  return native.getegid();
}

/**
 * `getresuid(&ruid, &euid, &suid)`: the real, effective and saved user id of
 * this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getresuid.2.html | getresuid(2)}
 * @example
 * import { getuid, getresuid } from 'posix-proc';
 * const { ruid, euid, suid } = getresuid();
 * console.log(ruid === getuid()); // true
 */
export function getresuid(): { ruid: number; euid: number; suid: number } {
  const [ruid, euid, suid] = native.getresuid();
  return { ruid, euid, suid };
}

/**
 * `getresgid(&rgid, &egid, &sgid)`: the real, effective and saved group id of
 * this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getresgid.2.html | getresgid(2)}
 * @example
 * import { getgid, getresgid } from 'posix-proc';
 * const { rgid, egid, sgid } = getresgid();
 * console.log(rgid === getgid()); // true
 */
export function getresgid(): { rgid: number; egid: number; sgid: number } {
  const [rgid, egid, sgid] = native.getresgid();
  return { rgid, egid, sgid };
}

const UNCHANGED = -1;

/** An id, or -1 or null for the one that there is. */
const idOrNone = (value: unknown, name: string) =>
  value === null || value === UNCHANGED ? UNCHANGED : id(value, name);

/** Refuses what would not reach every thread, as Node does. */
function wholeProcess(call: string): void {
  mainThreadOnly(call);
  if (native.usesIoUring())
    throw refusal(
      'ERR_INVALID_STATE',
      `${call} would leave io_uring its old ids: unset UV_USE_IO_URING`,
    );
}

/**
 * `setuid(uid)`: sets the effective user id of all threads; of a privileged
 * process (CAP_SETUID) the real and the saved one as well, so that there is no
 * way back. Groups go first: after it, setgid() and setgroups() are forbidden.
 * EPERM: `uid` is neither the real nor the saved one, and the process is not
 * privileged. ERR_INVALID_STATE: Node 20 uses io_uring (UV_USE_IO_URING=1), where
 * the kernel would go on with the old ids. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * Has that user too many processes already (RLIMIT_NPROC), it is fork() and exec
 * that say EAGAIN afterwards.
 *
 * What belonged to root stays out of the new user's reach: the process leaves no
 * core dump and cannot be traced, until {@link setDumpable} or exec. Before Linux
 * 5.14, fork() needs that too.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setuid.2.html | setuid(2)}
 * @example
 * import { fork, getresuid, getuid, setgid, setgroups, setuid, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   if (getuid() === 0) {
 *     setgroups([]);
 *     setgid(65534);
 *     setuid(65534);
 *   }
 *   process.exit(Object.values(getresuid()).includes(0) ? 1 : 0);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function setuid(uid: number): void {
  id(uid, 'uid');
  wholeProcess('setuid');
  native.setuid(uid);
}

/**
 * `seteuid(euid)`: sets the effective user id alone, of all threads, to the real
 * or the saved one, or any if privileged: a way out of root with a way back.
 * EPERM. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/seteuid.2.html | seteuid(2)}
 * @example
 * import { geteuid, getuid, seteuid } from 'posix-proc';
 * const before = geteuid();
 * seteuid(getuid());
 * // …
 * seteuid(before);
 * console.log(geteuid() === before); // true
 */
export function seteuid(euid: number): void {
  id(euid, 'euid');
  wholeProcess('seteuid');
  native.seteuid(euid);
}

/**
 * `setgid(gid)`: sets the effective group id of all threads; of a privileged
 * process (CAP_SETGID) the real and the saved one as well. EPERM: `gid` is
 * neither of the two, and the process is not privileged. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setgid.2.html | setgid(2)}
 * @example
 * import { getgid, getresgid, setgid } from 'posix-proc';
 * setgid(getgid());
 * console.log(getresgid().egid === getgid()); // true
 */
export function setgid(gid: number): void {
  id(gid, 'gid');
  wholeProcess('setgid');
  native.setgid(gid);
}

/**
 * `setegid(egid)`: sets the effective group id alone, of all threads, to the real
 * or the saved one, or any if privileged. EPERM. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setegid.2.html | setegid(2)}
 * @example
 * import { getegid, getgid, setegid } from 'posix-proc';
 * setegid(getgid());
 * console.log(getegid() === getgid()); // true
 */
export function setegid(egid: number): void {
  id(egid, 'egid');
  wholeProcess('setegid');
  native.setegid(egid);
}

/**
 * `setreuid(ruid, euid)`: sets the real and the effective user id of all
 * threads; -1 or null leaves one as it is. The saved one becomes the effective
 * one when the real one is set, or the effective one to other than the real one.
 * EPERM. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setreuid.2.html | setreuid(2)}
 * @example
 * import { geteuid, getuid, setreuid } from 'posix-proc';
 * setreuid(null, getuid());
 * console.log(geteuid() === getuid()); // true
 */
export function setreuid(ruid: number | null, euid: number | null): void {
  const real = idOrNone(ruid, 'ruid');
  const effective = idOrNone(euid, 'euid');
  wholeProcess('setreuid');
  native.setreuid(real, effective);
}

/**
 * `setregid(rgid, egid)`: sets the real and the effective group id of all
 * threads; -1 or null leaves one as it is. The saved one becomes the effective
 * one when the real one is set, or the effective one to other than the real one.
 * EPERM. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setregid.2.html | setregid(2)}
 * @example
 * import { getegid, getgid, setregid } from 'posix-proc';
 * setregid(null, getgid());
 * console.log(getegid() === getgid()); // true
 */
export function setregid(rgid: number | null, egid: number | null): void {
  const real = idOrNone(rgid, 'rgid');
  const effective = idOrNone(egid, 'egid');
  wholeProcess('setregid');
  native.setregid(real, effective);
}

/**
 * `setresuid(ruid, euid, suid)`: sets the real, effective and saved user id of
 * all threads; -1 or null leaves one as it is. Who is not privileged may set each
 * to any of the three. EPERM. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setresuid.2.html | setresuid(2)}
 * @example
 * import { getuid, getresuid, setresuid } from 'posix-proc';
 * setresuid(null, getuid(), getuid()); // for good
 * console.log(getresuid().suid === getuid()); // true
 */
export function setresuid(
  ruid: number | null,
  euid: number | null,
  suid: number | null,
): void {
  const real = idOrNone(ruid, 'ruid');
  const effective = idOrNone(euid, 'euid');
  const saved = idOrNone(suid, 'suid');
  wholeProcess('setresuid');
  native.setresuid(real, effective, saved);
}

/**
 * `setresgid(rgid, egid, sgid)`: sets the real, effective and saved group id of
 * all threads; -1 or null leaves one as it is. Who is not privileged may set each
 * to any of the three. EPERM. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setresgid.2.html | setresgid(2)}
 * @example
 * import { getgid, getresgid, setresgid } from 'posix-proc';
 * setresgid(null, getgid(), getgid()); // for good
 * console.log(getresgid().sgid === getgid()); // true
 */
export function setresgid(
  rgid: number | null,
  egid: number | null,
  sgid: number | null,
): void {
  const real = idOrNone(rgid, 'rgid');
  const effective = idOrNone(egid, 'egid');
  const saved = idOrNone(sgid, 'sgid');
  wholeProcess('setresgid');
  native.setresgid(real, effective, saved);
}

/**
 * `getgroups(size, list)`: the supplementary groups of this process; whether the
 * effective group is among them is left open.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/getgroups.2.html | getgroups(2)}
 * @example
 * import { getgroups } from 'posix-proc';
 * console.log(getgroups().every(Number.isInteger)); // true
 */
export function getgroups(): number[] {
  return native.getgroups();
}

/**
 * `setgroups(size, list)`: sets the supplementary groups of all threads. EPERM:
 * only the privileged may (CAP_SETGID). EINVAL: more than 65536. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/setgroups.2.html | setgroups(2)}
 * @example
 * import { getgroups, getuid, setgroups } from 'posix-proc';
 * if (getuid() === 0) setgroups([10, 20]);
 * console.log(getgroups().length >= 0); // true
 */
export function setgroups(gids: readonly number[]): void {
  const ids = Uint32Array.from(list(gids, 'gids', id));
  wholeProcess('setgroups');
  native.setgroups(ids);
}

/**
 * `initgroups(user, group)`: sets the supplementary groups of all threads to
 * those of a user, and `group`. EPERM: only the privileged may. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/initgroups.3.html | initgroups(3)}
 * @example
 * import { getgroups, getuid, initgroups } from 'posix-proc';
 * if (getuid() === 0) initgroups('nobody', 65534);
 * console.log(getgroups().length >= 0); // true
 */
export function initgroups(user: Bytes, group: number): void {
  const name = cString(user, 'user');
  id(group, 'group');
  wholeProcess('initgroups');
  native.initgroups(name, group);
}

/**
 * `getgrouplist(user, group, groups, &count)`: the groups of a user, those of
 * which it is a member and `group`.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getgrouplist.3.html | getgrouplist(3)}
 * @example
 * import { getgrouplist } from 'posix-proc';
 * console.log(getgrouplist('nobody', 65534).includes(65534)); // true
 */
export function getgrouplist(user: Bytes, group: number): number[] {
  return native.getgrouplist(cString(user, 'user'), id(group, 'group'));
}

/**
 * `umask(mask)`: sets the permission bits that new files do not get, and
 * returns those of before. Not in a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/umask.2.html | umask(2)}
 * @example
 * import { umask } from 'posix-proc';
 * const before = umask(0o077);
 * console.log(umask(before).toString(8)); // 77
 */
export function umask(mask: number): number {
  integer(mask, 'mask', 0, 0o777);
  mainThreadOnly('umask');
  return native.umask(mask);
}
