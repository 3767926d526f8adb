// chdir(2), fchdir(2), chroot(2), getcwd(3).

import { binding } from '../internal/binding.js';
import {
  cPath,
  decoder,
  type Encoding,
  type Path,
} from '../internal/c-strings.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { fd as checkFd } from '../internal/validate.js';

const native = binding<{
  chdir(path: Uint8Array): void;
  fchdir(fd: number): void;
  chroot(path: Uint8Array): void;
  getcwd(): Buffer;
}>();

/** Drops what process.cwd() remembers, in Workers too. */
function forgetCwd(): void {
  try {
    process.chdir('.');
  } catch {
    // It may be left only. What was to be changed is changed all the same.
  }
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
  forgetCwd();
}

/**
 * `fchdir(fd)`: {@link chdir} to a folder that is open. EBADF, ENOTDIR, EACCES.
 * In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/fchdir.2.html | fchdir(2)}
 * @example
 * import { chdir, close, fchdir, O_DIRECTORY, O_RDONLY, open } from 'posix-proc';
 * const [before, fd] = [process.cwd(), open('.', O_RDONLY | O_DIRECTORY)];
 * chdir('/');
 * fchdir(fd);
 * console.log(process.cwd() === before); // true
 * close(fd);
 */
export function fchdir(fd: number): void {
  checkFd(fd);
  mainThreadOnly('fchdir');
  native.fchdir(fd);
  forgetCwd();
}

/**
 * `chroot(path)`: makes `path` what `/` means to this process and its children
 * to come. The working directory stays where it is, outside perhaps: a
 * `chdir('/')` comes next. Without a `/proc` in there, fork() is refused. EPERM:
 * only the privileged may (CAP_SYS_CHROOT). ENOENT, ENOTDIR, EACCES. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/chroot.2.html | chroot(2)}
 * @example
 * import { chdir, chroot, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   try {
 *     chroot('.');
 *     chdir('/');
 *   } catch (error) {
 *     process.exit(error.code === 'EPERM' ? 0 : 1);
 *   }
 *   process.exit(process.cwd() === '/' ? 0 : 1);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function chroot(path: Path): void {
  const bytes = cPath(path, 'path');
  mainThreadOnly('chroot');
  native.chroot(bytes);
  forgetCwd();
}

/**
 * `getcwd(buf, size)`: the working directory; with `encoding: 'buffer'` its
 * bytes, which need be no text. ENOENT: it has been removed, or is outside the
 * root.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getcwd.3.html | getcwd(3)}
 * @example
 * import { chdir, getcwd } from 'posix-proc';
 * chdir('/');
 * console.log(getcwd()); // /
 */
export function getcwd(options?: { encoding?: 'utf8' }): string;
export function getcwd(options: { encoding: 'buffer' }): Buffer;
export function getcwd(options: Encoding = {}): string | Buffer {
  const decode = decoder(options);
  return decode(native.getcwd());
}
