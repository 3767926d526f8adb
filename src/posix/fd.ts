// Descriptors: open(2), dup(2), pipe(2), mkfifo(3), read(2), write(2), lseek(2),
// close(2), close_range(2), closefrom(3), eventfd(2). Each call is made now, on
// this thread, and blocks as in C. Whoever opens closes.

import { binding, constants } from '../internal/binding.js';
import { cPath, type Path } from '../internal/c-strings.js';
import { interruptible } from '../internal/delivery.js';
import { invalidType } from '../internal/errors.js';
import { endWaits } from '../internal/readiness.js';
import {
  attached,
  bytes,
  fd as checkFd,
  int64,
  integer,
} from '../internal/validate.js';
import {
  copyShared,
  forgetShared,
  forgetSharedRange,
  keepShared,
} from './fork/shared.js';

const native = binding<{
  open(path: Uint8Array, flags: number, mode: number): number;
  dup(fd: number): number;
  dup2(fd: number, newfd: number): number;
  dup3(fd: number, newfd: number, flags: number): number;
  pipe2(flags: number): [number, number];
  mkfifo(path: Uint8Array, mode: number): void;
  read(fd: number, buffer: Uint8Array): number;
  write(fd: number, data: Uint8Array): number;
  lseek(fd: number, offset: bigint, whence: number): bigint;
  close(fd: number): void;
  close_range(first: number, last: number, flags: number): void;
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
  SEEK_SET,
  SEEK_CUR,
  SEEK_END,
  SEEK_DATA,
  SEEK_HOLE,
  CLOSE_RANGE_UNSHARE,
  CLOSE_RANGE_CLOEXEC,
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
  if (newfd !== fd) endWaits(newfd);
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
  endWaits(newfd);
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
 * `mkfifo(path, mode)`: makes a FIFO, a pipe with a name, with the bits of
 * `mode` less those of the umask. EEXIST, ENOENT, EACCES.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/mkfifo.3.html | mkfifo(3)}
 * @example
 * import { close, mkfifo, O_RDWR, open, read, write } from 'posix-proc';
 * mkfifo('fifo', 0o600);
 * const fd = open('fifo', O_RDWR); // with either end alone, open() waits for the other
 * write(fd, 'hello');
 * console.log(read(fd, 100).toString()); // hello
 * close(fd);
 */
export function mkfifo(path: Path, mode = 0o666): void {
  const bytes = cPath(path, 'path');
  native.mkfifo(bytes, integer(mode, 'mode', 0, 0o7777));
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
    // A handler may detach it, and then 0 would look like the end of the file.
    return interruptible(() => native.read(fd, attached(into, 'maxBytes')));
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
  return interruptible(() => native.write(fd, attached(taken, 'data')));
}

/**
 * `lseek(fd, offset, whence)`: moves to another place in a file, counted from
 * its start (SEEK_SET), from where it is (SEEK_CUR), from its end (SEEK_END), or
 * on to the next data or hole (SEEK_DATA, SEEK_HOLE). Returns the new place in
 * bytes. Copies of the descriptor, those in forked children too, move along.
 * ESPIPE: a pipe, FIFO or socket. EINVAL: before the start. ENXIO: no data after
 * that.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/lseek.2.html | lseek(2)}
 * @example
 * import { close, lseek, O_CREAT, O_RDWR, open, read, SEEK_END, write } from 'posix-proc';
 * const fd = open('notes.txt', O_RDWR | O_CREAT);
 * write(fd, 'hello');
 * console.log(lseek(fd, -2, SEEK_END)); // 3n
 * console.log(read(fd, 10).toString()); // lo
 * close(fd);
 */
export function lseek(
  fd: number,
  offset: number | bigint,
  whence: number,
): bigint {
  checkFd(fd);
  return native.lseek(fd, int64(offset, 'offset'), integer(whence, 'whence'));
}

/**
 * `close(fd)`: never again after EINTR, for the descriptor is gone then. Reads and
 * writes that wait for it on the event loop reject with EBADF.
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
  endWaits(fd);
  native.close(fd);
}

const HIGHEST = 2 ** 32 - 1;

/**
 * `close_range(first, last, flags)`: closes the descriptors from `first` to
 * `last`, whoever opened them; or, with CLOSE_RANGE_CLOEXEC, makes them
 * close-on-exec. Numbers that are not open do not matter. As in C nothing is
 * spared: Node has descriptors of its own, on which its other threads wait, and
 * without them the process may die at any moment. Before exec, CLOSE_RANGE_CLOEXEC
 * from 3 upwards does what is wanted; a kernel older than 5.11 does not know it, so
 * there the descriptors in /proc/self/fd are marked one by one, and what another
 * thread opens meanwhile may be missed. EINVAL: `last` is less than `first`, or
 * flags that the kernel does not know.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/close_range.2.html | close_range(2)}
 * @example
 * import { close_range, dup2, write } from 'posix-proc';
 * for (const fd of [100, 101, 107]) dup2(1, fd);
 * close_range(100, 199);
 * try { write(107, 'x'); } catch (error) { console.log(error.code); } // EBADF
 */
export function close_range(first: number, last: number, flags = 0): void {
  integer(first, 'first', 0, HIGHEST);
  integer(last, 'last', 0, HIGHEST);
  native.close_range(first, last, integer(flags, 'flags'));
  if (flags & constants.CLOSE_RANGE_CLOEXEC) return;
  forgetSharedRange(first, last);
  endWaits(first, last);
}

/**
 * `closefrom(lowfd)`: {@link close_range} from `lowfd` upwards, Node's own
 * descriptors and all, which have the lowest numbers that were free.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/closefrom.3.html | closefrom(3)}
 * @example
 * import { closefrom, dup2, write } from 'posix-proc';
 * for (const fd of [500, 501, 507]) dup2(1, fd);
 * closefrom(500);
 * try { write(507, 'x'); } catch (error) { console.log(error.code); } // EBADF
 */
export function closefrom(lowfd: number): void {
  close_range(checkFd(lowfd, 'lowfd'), HIGHEST);
}

/**
 * Owns a descriptor: `close()` or the end of a `using` block closes it, once. Then
 * `fd` is -1, which no call takes. `release()` gives it to somebody else to close,
 * such as {@link toStream}. In a forked child there is a copy of it to close, as in
 * C.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/close.2.html | close(2)}
 * @example
 * import { Fd, O_CREAT, O_RDWR, open, write } from 'posix-proc';
 * const notes = new Fd(open('notes.txt', O_RDWR | O_CREAT));
 * write(notes.fd, 'hello');
 * notes.close();
 * notes.close();
 * console.log(notes.fd); // -1
 */
export class Fd {
  #fd: number;

  constructor(fd: number) {
    this.#fd = checkFd(fd);
  }

  /** The number, or -1 when it has been closed or released. */
  get fd(): number {
    return this.#fd;
  }

  /** The number, which is somebody else's to close from now on. */
  release(): number {
    const fd = this.#fd;
    this.#fd = -1;
    return fd;
  }

  /** Closes it, if it is still here to close. */
  close(): void {
    const fd = this.release(); // whatever close() says, the descriptor is gone
    if (fd !== -1) close(fd);
  }

  /** As `close()`. */
  [Symbol.dispose](): void {
    this.close();
  }
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
