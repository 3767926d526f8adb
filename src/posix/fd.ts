// Descriptors: open(2), dup(2), pipe(2), read(2), write(2), close(2),
// eventfd(2). Each call is made now, on this thread, and blocks as in C. Whoever
// opens closes.

import { binding, constants } from '../internal/binding.js';
import { cPath, type Path } from '../internal/c-strings.js';
import { interruptible } from '../internal/delivery.js';
import { invalidType } from '../internal/errors.js';
import { bytes, fd as checkFd, integer } from '../internal/validate.js';
import { copyShared, forgetShared, keepShared } from './fork/shared.js';

const native = binding<{
  open(path: Uint8Array, flags: number, mode: number): number;
  dup(fd: number): number;
  dup2(fd: number, newfd: number): number;
  dup3(fd: number, newfd: number, flags: number): number;
  pipe2(flags: number): [number, number];
  read(fd: number, buffer: Uint8Array): number;
  write(fd: number, data: Uint8Array): number;
  close(fd: number): void;
  eventfd(count: number, flags: number): number;
}>();

export const {
  O_RDONLY,
  O_WRONLY,
  O_RDWR,
  O_APPEND,
  O_ASYNC,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECT,
  O_DIRECTORY,
  O_DSYNC,
  O_EXCL,
  O_NOATIME,
  O_NOCTTY,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_PATH,
  O_SYNC,
  O_TMPFILE,
  O_TRUNC,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
} = constants;

/**
 * `open(path, flags, mode)`: a new descriptor, close-on-exec. `mode` counts when
 * the file is made (O_CREAT, O_TMPFILE), less the bits of the umask. ENOENT,
 * EACCES, EEXIST (O_EXCL), EISDIR, ENOTDIR, ELOOP, EMFILE. EINTR, while a FIFO
 * waits for its other end: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/open.2.html | open(2)}
 * @example
 * import { close, O_CREAT, O_RDWR, O_TRUNC, open, write } from 'posix-proc';
 * const fd = open('notes.txt', O_RDWR | O_CREAT | O_TRUNC, 0o600);
 * write(fd, 'hello');
 * close(fd);
 * try { open('no-such-file', O_RDWR); } catch (error) { console.log(error.code); } // ENOENT
 */
export function open(path: Path, flags: number, mode = 0o666): number {
  const bytes = cPath(path, 'path');
  integer(flags, 'flags');
  integer(mode, 'mode', 0, 0o7777);
  return interruptible(() =>
    native.open(bytes, flags | constants.O_CLOEXEC, mode),
  );
}

/**
 * `dup(fd)`: a copy under the lowest free number. As in C, a program that is
 * executed inherits it, whether or not it would have inherited the original.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/dup.2.html | dup(2)}
 * @example
 * import { close, dup, write } from 'posix-proc';
 * const copy = dup(1);
 * write(copy, 'to standard output\n');
 * close(copy);
 */
export function dup(fd: number): number {
  const copy = native.dup(checkFd(fd));
  copyShared(fd, copy);
  return copy;
}

/**
 * `dup2(fd, newfd)`: a copy under the number `newfd`, which is closed first if
 * it is open. A program that is executed inherits it. Returns `newfd`. With two
 * equal numbers nothing happens.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/dup2.2.html | dup2(2)}
 * @example
 * import { close, dup2, O_CREAT, O_WRONLY, open, write } from 'posix-proc';
 * const log = open('log.txt', O_WRONLY | O_CREAT);
 * dup2(log, 1);
 * close(log);
 * write(1, 'to the file\n');
 */
export function dup2(fd: number, newfd: number): number {
  const copy = native.dup2(checkFd(fd), checkFd(newfd, 'newfd'));
  copyShared(fd, newfd);
  return copy;
}

/**
 * `dup3(fd, newfd, flags)`: {@link dup2} with O_CLOEXEC, if that is wanted.
 * EINVAL: two equal numbers, or another flag.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/dup3.2.html | dup3(2)}
 * @example
 * import { close, dup3, O_CLOEXEC } from 'posix-proc';
 * console.log(dup3(1, 99, O_CLOEXEC)); // 99
 * close(99);
 */
export function dup3(fd: number, newfd: number, flags: number): number {
  checkFd(fd);
  checkFd(newfd, 'newfd');
  const copy = native.dup3(fd, newfd, integer(flags, 'flags'));
  copyShared(fd, newfd);
  return copy;
}

/**
 * `pipe(fds)`: a one-way channel, `[read end, write end]`, both close-on-exec.
 * A reader sees the end of file when every copy of the write end is closed,
 * those in forked children too.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pipe.2.html | pipe(2)}
 * @example
 * import { close, pipe, read, write } from 'posix-proc';
 * const [r, w] = pipe();
 * write(w, 'hello');
 * close(w);
 * console.log(read(r, 100).toString()); // hello
 * console.log(read(r, 100).length); // 0: end of file
 * close(r);
 */
export function pipe(): [number, number] {
  return pipe2(0);
}

/**
 * `pipe2(fds, flags)`: {@link pipe} with `O_NONBLOCK` or `O_DIRECT`. O_CLOEXEC
 * is always added.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/pipe.2.html | pipe2(2)}
 * @example
 * import { close, O_NONBLOCK, pipe2, read } from 'posix-proc';
 * const [r, w] = pipe2(O_NONBLOCK);
 * try { read(r, 1); } catch (error) { console.log(error.code); } // EAGAIN
 * close(r);
 * close(w);
 */
export function pipe2(flags: number): [number, number] {
  return native.pipe2(integer(flags, 'flags') | constants.O_CLOEXEC);
}

/**
 * `read(fd, buf, count)`: up to `maxBytes` bytes as a Buffer, empty at the end
 * of the file; or, given an array, fills it and returns how many bytes it got.
 * EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/read.2.html | read(2)}
 * @example
 * import { close, pipe, read, write } from 'posix-proc';
 * const [r, w] = pipe();
 * write(w, 'abc');
 * console.log(read(r, 2).toString()); // ab
 * const bytes = new Uint8Array(8);
 * console.log(read(r, bytes)); // 1
 * close(r);
 * close(w);
 */
export function read(fd: number, maxBytes: number): Buffer;
export function read(fd: number, buffer: Uint8Array): number;
export function read(fd: number, into: number | Uint8Array): Buffer | number {
  checkFd(fd);
  if (typeof into !== 'number') {
    if (!(into instanceof Uint8Array))
      throw invalidType('maxBytes', 'of type number or a Uint8Array', into);
    return interruptible(() => native.read(fd, into));
  }
  const buffer = Buffer.allocUnsafeSlow(integer(into, 'maxBytes', 0));
  return buffer.subarray(
    0,
    interruptible(() => native.read(fd, buffer)),
  );
}

/**
 * `write(fd, buf, count)`: writes a string (as UTF-8) or bytes and returns how
 * many bytes were taken, which may be fewer than given. EINTR: see
 * {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/write.2.html | write(2)}
 * @example
 * import { write } from 'posix-proc';
 * write(1, 'straight to standard output\n');
 */
export function write(fd: number, data: string | Uint8Array): number {
  checkFd(fd);
  const taken =
    typeof data === 'string' ? Buffer.from(data) : bytes(data, 'data');
  return interruptible(() => native.write(fd, taken));
}

/**
 * `close(fd)`: never again after EINTR, for the descriptor is gone then.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/close.2.html | close(2)}
 * @example
 * import { close, pipe } from 'posix-proc';
 * const [r, w] = pipe();
 * close(r);
 * close(w);
 * try { close(w); } catch (error) { console.log(error.code); } // EBADF
 */
export function close(fd: number): void {
  forgetShared(checkFd(fd));
  native.close(fd);
}

/**
 * `eventfd(count, flags)`: a counter to wait on, close-on-exec. A forked child
 * goes on sharing it with its parent, as in C: see {@link keepShared}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/eventfd.2.html | eventfd(2)}
 * @example
 * import { _exit, close, eventfd, fork, read, waitpid, write } from 'posix-proc';
 * const fd = eventfd(0, 0);
 * const pid = fork();
 * if (pid === 0) {
 *   write(fd, new Uint8Array(new BigUint64Array([7n]).buffer));
 *   _exit(0);
 * }
 * console.log(read(fd, 8).readBigUInt64LE()); // 7n
 * waitpid(pid);
 * close(fd);
 */
export function eventfd(count: number, flags = 0): number {
  integer(count, 'count', 0, 2 ** 32 - 1);
  const fd = native.eventfd(
    count,
    integer(flags, 'flags') | constants.EFD_CLOEXEC,
  );
  keepShared(fd);
  return fd;
}
