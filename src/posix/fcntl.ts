// fcntl(2), flock(2), lockf(3): flags of descriptors, and locks of files. There
// are three kinds of locks. Those of F_SETLK and lockf() belong to the process:
// a child does not have them, and closing any descriptor of the file drops them
// all. Those of flock() and F_OFD_SETLK belong to what open() has made: copies
// and forked children share them, and the last close() drops them.

import { binding, constants } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import { invalidValue } from '../internal/errors.js';
import { fd as checkFd, int64, integer, object } from '../internal/validate.js';
import { copyShared } from './fork/shared.js';

type RawLock = [
  type: number,
  whence: number,
  start: bigint,
  len: bigint,
  pid: number,
];

const native = binding<{
  fcntl(fd: number, cmd: number, arg: number): number;
  fcntlLock(
    fd: number,
    cmd: number,
    type: number,
    whence: number,
    start: bigint,
    len: bigint,
  ): RawLock;
  flock(fd: number, op: number): void;
  lockf(fd: number, cmd: number, len: bigint): void;
}>();

export const {
  FD_CLOEXEC,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_SETFD,
  F_GETFL,
  F_SETFL,
  F_GETOWN,
  F_SETOWN,
  F_GETPIPE_SZ,
  F_SETPIPE_SZ,
  F_ADD_SEALS,
  F_GET_SEALS,
  F_SEAL_SEAL,
  F_SEAL_SHRINK,
  F_SEAL_GROW,
  F_SEAL_WRITE,
  F_SEAL_FUTURE_WRITE,
  F_SEAL_EXEC,
  F_GETLK,
  F_SETLK,
  F_SETLKW,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_RDLCK,
  F_WRLCK,
  F_UNLCK,
  F_ULOCK,
  F_LOCK,
  F_TLOCK,
  F_TEST,
  LOCK_SH,
  LOCK_EX,
  LOCK_UN,
  LOCK_NB,
} = constants;

/** A range of a file: `len` bytes from `start` on; a `len` of 0 has no end. */
export type Lock = {
  /** F_RDLCK, F_WRLCK; to unlock, F_UNLCK. */
  type: number;
  /** What `start` counts from; SEEK_SET unless given. */
  whence?: number;
  start?: number | bigint;
  len?: number | bigint;
};

/** Somebody's lock. Those of F_OFD_SETLK have no process: `pid` is -1. */
export type FoundLock = {
  type: number;
  whence: number;
  start: bigint;
  len: bigint;
  pid: number;
};

const getters = [F_GETFD, F_GETFL, F_GETOWN, F_GETPIPE_SZ, F_GET_SEALS];
const copiers = [F_DUPFD, F_DUPFD_CLOEXEC];
const setters = [
  ...[F_SETFD, F_SETFL, F_SETOWN, F_SETPIPE_SZ, F_ADD_SEALS],
  ...copiers,
];
const finders = [F_GETLK, F_OFD_GETLK];
const lockers = [F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW, ...finders];

/**
 * `fcntl(fd, cmd, arg)`: flags and properties of a descriptor. F_GETFD and
 * F_SETFD: its FD_CLOEXEC. F_GETFL and F_SETFL: the O_ flags of what open() has
 * made, which copies and other processes share. F_DUPFD and F_DUPFD_CLOEXEC: a
 * copy under the lowest free number from `arg` on. F_GETPIPE_SZ and
 * F_SETPIPE_SZ: how many bytes a pipe holds. F_GETOWN and F_SETOWN: who gets
 * SIGIO and SIGURG. F_GET_SEALS and F_ADD_SEALS: the F_SEAL_ flags of what
 * {@link memfd_create} has made, which never go away. Other commands are refused,
 * for C would take a number for an address.
 *
 * F_SETLK locks or unlocks a range of a file for this process, F_OFD_SETLK for
 * what open() has made. EAGAIN or EACCES: somebody has locked it. F_SETLKW and
 * F_OFD_SETLKW wait instead. EDEADLK: the other one waits for us. EINTR: see
 * {@link sigaction}. They return null. F_GETLK and F_OFD_GETLK return a lock that
 * is in the way of such a one, or null. A process loses all locks of F_SETLK on
 * a file as soon as it closes any descriptor of that file.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/fcntl.2.html | fcntl(2)}
 * @example
 * import { close, F_GETFL, F_SETFL, fcntl, O_NONBLOCK, pipe, read } from 'posix-proc';
 * const [r, w] = pipe();
 * fcntl(r, F_SETFL, fcntl(r, F_GETFL) | O_NONBLOCK);
 * try { read(r, 1); } catch (error) { console.log(error.code); } // EAGAIN
 * close(r);
 * close(w);
 * @example
 * import { _exit, close, F_GETLK, F_SETLK, F_WRLCK, fcntl, fork, O_CREAT, O_RDWR, open, waitpid } from 'posix-proc';
 * const fd = open('data', O_RDWR | O_CREAT);
 * fcntl(fd, F_SETLK, { type: F_WRLCK, start: 0, len: 100 });
 * const pid = fork();
 * if (pid === 0) {
 *   const found = fcntl(fd, F_GETLK, { type: F_WRLCK, start: 50 });
 *   console.log(found); // { type: 1, whence: 0, start: 0n, len: 100n, pid: … }
 *   _exit(0);
 * }
 * waitpid(pid);
 * close(fd);
 */
export function fcntl(fd: number, cmd: number, arg?: number): number;
export function fcntl(fd: number, cmd: number, lock: Lock): FoundLock | null;
export function fcntl(
  fd: number,
  cmd: number,
  arg?: number | Lock,
): number | FoundLock | null {
  checkFd(fd);
  integer(cmd, 'cmd');
  if (lockers.includes(cmd)) return fcntlLock(fd, cmd, arg);
  if (!getters.includes(cmd) && !setters.includes(cmd))
    throw invalidValue('cmd', 'must be one of the F_ commands', cmd);
  const value = getters.includes(cmd) ? 0 : integer(arg, 'arg');
  const result = native.fcntl(fd, cmd, value);
  if (copiers.includes(cmd)) copyShared(fd, result);
  return result;
}

const { SEEK_SET, SEEK_CUR, SEEK_END } = constants;

function fcntlLock(fd: number, cmd: number, lock: unknown): FoundLock | null {
  const wanted = object(lock, 'lock') as Lock;
  const { type, whence = SEEK_SET, start = 0, len = 0 } = wanted;
  integer(type, 'lock.type');
  integer(whence, 'lock.whence');
  // The kernel would see 16 bits of these two.
  if (![F_RDLCK, F_WRLCK, F_UNLCK].includes(type))
    throw invalidValue(
      'lock.type',
      'must be F_RDLCK, F_WRLCK or F_UNLCK',
      type,
    );
  if (![SEEK_SET, SEEK_CUR, SEEK_END].includes(whence))
    throw invalidValue(
      'lock.whence',
      'must be SEEK_SET, SEEK_CUR or SEEK_END',
      whence,
    );
  const from = int64(start, 'lock.start');
  const length = int64(len, 'lock.len');
  const found = interruptible(() =>
    native.fcntlLock(fd, cmd, type, whence, from, length),
  );
  if (!finders.includes(cmd) || found[0] === F_UNLCK) return null;
  return {
    type: found[0],
    whence: found[1],
    start: found[2],
    len: found[3],
    pid: found[4],
  };
}

/**
 * `flock(fd, op)`: locks a whole file for what open() has made: LOCK_SH along
 * with others, LOCK_EX alone. It waits as long as it takes; with LOCK_NB it
 * throws EAGAIN instead. LOCK_UN unlocks. Copies of the descriptor, those in
 * forked children too, hold the same lock: it lasts until one of them unlocks
 * or the last is closed. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/flock.2.html | flock(2)}
 * @example
 * import { close, flock, LOCK_EX, LOCK_NB, LOCK_UN, O_CREAT, O_RDWR, open } from 'posix-proc';
 * const [one, other] = [open('lock', O_RDWR | O_CREAT), open('lock', O_RDWR)];
 * flock(one, LOCK_EX);
 * try { flock(other, LOCK_EX | LOCK_NB); } catch (error) { console.log(error.code); } // EAGAIN
 * flock(one, LOCK_UN);
 * flock(other, LOCK_EX);
 * close(one);
 * close(other);
 */
export function flock(fd: number, op: number): void {
  checkFd(fd);
  integer(op, 'op');
  interruptible(() => native.flock(fd, op));
}

/**
 * `lockf(fd, cmd, len)`: locks `len` bytes from where the file stands (see
 * {@link lseek}), for this process, as F_SETLK of {@link fcntl} does; 0 means up
 * to the end, however far that moves; a negative number, the bytes before. F_LOCK
 * waits, F_TLOCK throws EAGAIN or EACCES when somebody has locked it, F_TEST only
 * finds out, F_ULOCK unlocks. The descriptor must be open for writing. EDEADLK:
 * the other one waits for us. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/lockf.3.html | lockf(3)}
 * @example
 * import { _exit, close, F_LOCK, F_TEST, fork, lockf, O_CREAT, O_RDWR, open, waitpid } from 'posix-proc';
 * const fd = open('data', O_RDWR | O_CREAT);
 * lockf(fd, F_LOCK, 0);
 * const pid = fork();
 * if (pid === 0) {
 *   try { lockf(fd, F_TEST, 0); } catch (error) { console.log(error.code); } // EACCES
 *   _exit(0);
 * }
 * waitpid(pid);
 * close(fd);
 */
export function lockf(fd: number, cmd: number, len: number | bigint): void {
  checkFd(fd);
  integer(cmd, 'cmd');
  const length = int64(len, 'len');
  interruptible(() => native.lockf(fd, cmd, length));
}
