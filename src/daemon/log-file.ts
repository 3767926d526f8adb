// A log file that logrotate(8) can take away: the descriptor stays, and leads to
// the new file after a reopen().

import type { Path } from '../internal/c-strings.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { detachOutput, flushStdio } from '../internal/stdio.js';
import { integer, list } from '../internal/validate.js';
import {
  close,
  dup2,
  dup3,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_NOCTTY,
  O_WRONLY,
  open,
} from '../posix/fd.js';
import { absolutePath } from './paths.js';

/** What {@link logFile} has opened. */
export type LogFile = {
  /** For write(2), fs.createWriteStream({ fd }) or a logging library. */
  readonly fd: number;
  /**
   * Opens the file of that name anew, or makes it, in place of the old one. When
   * that fails, with the errors of {@link open}, the old one stays.
   */
  reopen(): void;
};

export function openLog(path: Path): number {
  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY);
}

const standard = (value: unknown, name: string) =>
  integer(value, name, 1, 2) as 1 | 2;

/**
 * `open(path, O_WRONLY | O_APPEND | O_CREAT)`, for a file that is renamed while
 * this process writes to it: `reopen()` opens the name again, and puts the new
 * file in the place of the old one by dup2(2). Whoever has the descriptor need
 * not know. With `places`, the file takes the place of standard output (1), of
 * standard error (2) or of both, console.log() and all; without, it has a
 * descriptor of its own, which is close-on-exec.
 *
 * A relative path means the folder of now. The file is made 0666 less the umask.
 * A forked child has a descriptor of its own to reopen. ENOENT, EACCES, EISDIR,
 * as of {@link open}. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/daemon.7.html | daemon(7)},
 * {@link https://man7.org/linux/man-pages/man8/logrotate.8.html | logrotate(8)}
 * @example
 * import { readFileSync, renameSync } from 'node:fs';
 * import { raise, write } from 'posix-proc';
 * import { logFile } from 'posix-proc/daemon';
 * const log = logFile('app.log');
 * process.on('SIGHUP', () => {
 *   log.reopen();
 *   write(log.fd, 'after');
 *   console.log(`${readFileSync('app.log.1')}, ${readFileSync('app.log')}`); // before, after
 * });
 * write(log.fd, 'before');
 * renameSync('app.log', 'app.log.1'); // as logrotate does
 * process.kill(process.pid, 'SIGHUP');
 * setTimeout(() => {}, 100);
 */
export function logFile(path: Path, ...places: (1 | 2)[]): LogFile {
  const name = absolutePath(path, 'path');
  const standards = list(places, 'places', standard);
  mainThreadOnly('logFile');
  const first = openLog(name);
  const put = (file: number) => {
    for (const fd of standards) dup2(file, fd);
  };
  const [fd = first] = standards;
  if (fd !== first) {
    flushStdio(2 ** 31 - 1); // to whoever has read it so far
    for (const it of standards) detachOutput(it);
    put(first);
    close(first);
  }
  const reopen = () => {
    const fresh = openLog(name);
    try {
      if (standards.length > 0) put(fresh);
      else dup3(fresh, fd, O_CLOEXEC);
    } finally {
      close(fresh);
    }
  };
  return { fd, reopen };
}
