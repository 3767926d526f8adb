// Reads what /proc says of a process, and tells apart why it cannot: the
// process is gone (ESRCH), or it is somebody else's (EACCES). A zombie is
// neither: it has only little left.

import { readdirSync, readlinkSync } from 'node:fs';
import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { integer } from '../internal/validate.js';
import { close, O_RDONLY, open, read } from '../posix/fd.js';
import { kill } from '../posix/kill.js';

const native = binding<{
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

/** A process by its number, or the one that asks. */
export type Pid = number | 'self';

// Nothing is awaited while it is in use.
const buffer = Buffer.allocUnsafeSlow(1 << 16);

/** A file outside of the folders of processes. */
export function readFile(path: string): Buffer {
  const fd = open(path, O_RDONLY);
  try {
    const parts: Buffer[] = [];
    // The kernel hands out long files a page or so at a time.
    for (let length = read(fd, buffer); length > 0; length = read(fd, buffer))
      parts.push(Buffer.from(buffer.subarray(0, length)));
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  } finally {
    close(fd);
  }
}

/** `/proc/PID/NAME`, a file of bytes. */
export const bytesOf = (pid: Pid, name: string): Buffer =>
  look(pid, name, readFile, Buffer.alloc(0));

/** `/proc/PID/NAME`, a file of text; what is not UTF-8 in it is replaced. */
export const textOf = (pid: Pid, name: string): string =>
  bytesOf(pid, name).toString();

/** `/proc/PID/NAME`, a folder; empty for a zombie. */
export const namesIn = (pid: Pid, name: string): string[] =>
  look(pid, name, (path) => readdirSync(path), []);

/** `/proc/PID/NAME`, a link; null for a zombie, or a thread of the kernel. */
export const linkOf = (pid: Pid, name: string): Buffer | null =>
  look(pid, name, (path) => readlinkSync(path, 'buffer'), null);

function look<T>(
  pid: Pid,
  name: string,
  how: (path: string) => T,
  nothing: T,
): T {
  if (pid !== 'self') integer(pid, 'pid', 1);
  try {
    return how(`/proc/${pid}/${name}`);
  } catch (error) {
    if (pid === 'self') throw error;
    const { code, syscall = 'open' } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') {
      if (left(pid)?.isZombie) return nothing;
      return native.throwErrno(os.errno.EACCES, syscall, pid);
    }
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
    const there = left(pid);
    if (!there) return native.throwErrno(whyNot(pid), syscall, pid);
    if (!there.hasMemory) return nothing;
    throw error; // this kernel has no such file
  }
}

/** What is left of a process, as far as one can see. */
function left(pid: number): { isZombie: boolean; hasMemory: boolean } | null {
  try {
    const line = readFile(`/proc/${pid}/stat`).toString();
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return { isZombie: fields[0] === 'Z', hasMemory: fields[20] !== '0' };
  } catch {
    return null;
  }
}

/** Why it is not to be seen: with hidepid, others' processes are not. */
function whyNot(pid: number): number {
  try {
    kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH')
      return os.errno.ESRCH;
  }
  return os.errno.EACCES;
}
