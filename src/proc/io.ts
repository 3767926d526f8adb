// /proc/PID/io: what a process has read and written.

import { type Pid, textOf } from './file.js';
import { COLON, LINE_END, type Scanner } from './scanner.js';

/** In bytes; `syscr` and `syscw` in calls. */
export type Io = {
  rchar: bigint;
  wchar: bigint;
  syscr: bigint;
  syscw: bigint;
  read_bytes: bigint;
  write_bytes: bigint;
  cancelled_write_bytes: bigint;
};

/**
 * `/proc/PID/io`: by its calls (`rchar`, `wchar`), and what of it came from and
 * went to disks. Zeros for a zombie that may not be asked. ESRCH: it is gone.
 * EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_io.5.html | proc_pid_io(5)}
 * @example
 * import { io } from 'posix-proc/proc';
 * console.log(io('self').rchar > 0n); // true
 */
export function io(pid: Pid): Io {
  return parseIo(textOf(pid, 'io'));
}

export function parseIo(text: Scanner): Io {
  const found: Io = {
    ...{ rchar: 0n, wchar: 0n, syscr: 0n, syscw: 0n },
    ...{ read_bytes: 0n, write_bytes: 0n, cancelled_write_bytes: 0n },
  };
  while (!text.atEnd) {
    const key = text.upTo(COLON) as keyof Io;
    text.blanks();
    found[key] = text.bigint();
    text.skip(LINE_END);
  }
  return found;
}
