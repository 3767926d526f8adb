// getpid(2), getppid(2), gettid(2). Each is a system call each time: after a
// fork, no cached number can be wrong.

import { binding } from '../internal/binding.js';

const native = binding<{
  getpid(): number;
  getppid(): number;
  gettid(): number;
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
