// /proc/PID/io: what a process has read and written.

import { type Pid, textOf } from './file.js';

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
  const found: Io = {
    ...{ rchar: 0n, wchar: 0n, syscr: 0n, syscw: 0n },
    ...{ read_bytes: 0n, write_bytes: 0n, cancelled_write_bytes: 0n },
  };
  for (const line of textOf(pid, 'io').split('\n').filter(Boolean)) {
    const [key, value] = line.split(': ') as [keyof Io, string];
    found[key] = BigInt(value);
  }
  return found;
}
