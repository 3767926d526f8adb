// A pid file: one instance at a time. The lock says who runs, the number in the
// file is for people: a process that is gone holds no lock, whatever has its
// number now.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Path } from '../internal/c-strings.js';
import { holding } from '../internal/delivery.js';
import { refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { fd as descriptor } from '../internal/validate.js';
import { flock, LOCK_EX, LOCK_NB } from '../posix/fcntl.js';
import { O_CREAT, O_RDWR } from '../posix/fd.js';
import { atfork } from '../posix/fork/index.js';
import { getpid } from '../posix/ids.js';
import { absolutePath } from './paths.js';

/** Opens the file and locks it, or throws; somebody may be removing it. */
function openLocked(path: string | Buffer): number {
  for (;;) {
    const fd = openSync(path, O_RDWR | O_CREAT | constants.O_NOFOLLOW, 0o644);
    try {
      flock(fd, LOCK_EX | LOCK_NB);
      if (isFile(fd, path)) return fd;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const refused = code === 'EAGAIN' ? taken(fd, path) : error;
      closeSync(fd);
      throw refused;
    }
    closeSync(fd);
  }
}

/** Whether that is still what is found by the path. */
function isFile(fd: number, path: string | Buffer): boolean {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return found?.ino === ino && found.dev === dev;
}

/** Whoever reads meanwhile finds a number, not an empty file. */
function writePid(fd: number): void {
  const text = `${getpid()}\n`;
  writeSync(fd, text, 0);
  ftruncateSync(fd, text.length);
  fsyncSync(fd);
}

function taken(fd: number, path: string | Buffer): Error {
  const pid = /^\d+$/.exec(readFileSync(fd, 'latin1').trim())?.[0];
  const who = pid ? ` It says that this is process ${pid}.` : '';
  return refusal(
    'ERR_PID_FILE_LOCKED',
    `Whoever runs has locked ${path}.${who}`,
  );
}

/**
 * A file with the pid of the process that has acquired it, which is locked as
 * long as that process runs.
 *
 * @example
 * import { PidFile } from 'posix-proc/daemon';
 * const pidFile = PidFile.acquire('server.pid');
 * try {
 *   PidFile.acquire('server.pid');
 * } catch (error) {
 *   console.log(error.code); // ERR_PID_FILE_LOCKED
 * }
 * pidFile.release();
 */
export class PidFile {
  /** Who has acquired it. */
  readonly pid: number;
  readonly path: string | Buffer;
  #fd: number; // -1 when it is not, or no longer, this process's
  readonly #hooks: Disposable;
  readonly #release = () => this.release();

  private constructor(fd: number, path: string | Buffer) {
    this.pid = getpid();
    this.path = path;
    this.#fd = descriptor(fd);
    // A child would hold the lock as well, and keep the next one from starting.
    this.#hooks = atfork({
      child: () => {
        closeSync(this.#fd);
        this.#forget();
      },
    });
    process.once('exit', this.#release);
  }

  /**
   * Opens the file or makes it (0644, by umask), locks it by flock(2), and writes
   * this process's pid to it. Throws ERR_PID_FILE_LOCKED when a process holds the
   * lock; one that has ended, however it did, holds none. The lock is not
   * inherited: a forked child closes its copy, a program that is executed does not
   * get it. It is released at the 'exit' of this process, if not before. ELOOP: it
   * is a symbolic link, which may lead anywhere.
   *
   * @see {@link https://man7.org/linux/man-pages/man7/daemon.7.html | daemon(7)},
   * {@link https://man7.org/linux/man-pages/man2/flock.2.html | flock(2)}
   */
  static acquire(path: Path): PidFile {
    // The folder may be another one when it is removed.
    const absolute = absolutePath(path, 'path');
    mainThreadOnly('PidFile.acquire'); // a Worker ends sooner than its process
    // A handler of a signal could fork, before the child knows of the lock.
    return holding(~0n, () => {
      const fd = openLocked(absolute);
      try {
        writePid(fd);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      return new PidFile(fd, absolute);
    });
  }

  /**
   * Takes over what another process has handed on: the lock belongs to the open
   * file. Undefined, when that is another file.
   * @internal
   */
  static adopt(fd: number, path: Path): PidFile | undefined {
    const absolute = absolutePath(path, 'path');
    return holding(~0n, () => {
      if (!isFile(fd, absolute)) return undefined;
      writePid(fd);
      return new PidFile(fd, absolute);
    });
  }

  /**
   * None, once it is released.
   * @internal
   */
  get fds(): number[] {
    return this.#fd === -1 ? [] : [this.#fd];
  }

  /**
   * Whom it was sent to has ended, and may have adopted it.
   * @internal
   */
  reclaim(): void {
    for (const fd of this.fds) writePid(fd);
  }

  /**
   * Another process has adopted it.
   * @internal
   */
  handOver(): void {
    for (const fd of this.fds) closeSync(fd);
    this.#forget();
  }

  /**
   * Removes the file and gives up the lock. Does nothing in a forked child, and
   * leaves alone a file that somebody else has put in its place. What may not be
   * removed any more, as after {@link dropPrivileges}, is emptied.
   */
  release(): void {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#forget();
    try {
      if (isFile(fd, this.path)) unlinkSync(this.path);
    } catch {
      ftruncateSync(fd);
    } finally {
      closeSync(fd); // after that: nobody may lock what is about to go
    }
  }

  /** As `release()`. */
  [Symbol.dispose](): void {
    this.release();
  }

  #forget(): void {
    this.#fd = -1;
    this.#hooks[Symbol.dispose]();
    process.off('exit', this.#release);
  }
}
