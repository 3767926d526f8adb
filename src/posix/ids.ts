// getpid(2), getppid(2), gettid(2), umask(2), chdir(2). The first three are a
// system call each time: after a fork, no cached number can be wrong.

import { binding } from '../internal/binding.js';
import { cPath, type Path } from '../internal/c-strings.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { integer } from '../internal/validate.js';

const native = binding<{
  getpid(): number;
  getppid(): number;
  gettid(): number;
  umask(mask: number): number;
  chdir(path: Uint8Array): void;
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

/**
 * `chdir(path)`: changes the working directory, and with it what
 * `process.cwd()` says. ENOENT, ENOTDIR, EACCES. Not in a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/chdir.2.html | chdir(2)}
 * @example
 * import { chdir } from 'posix-proc';
 * chdir('/');
 * console.log(process.cwd()); // /
 */
export function chdir(path: Path): void {
  const bytes = cPath(path, 'path');
  mainThreadOnly('chdir');
  native.chdir(bytes);
  process.chdir('.'); // drops what process.cwd() remembers, in Workers too
}
