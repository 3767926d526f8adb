// Reads what /proc says of a process, and tells apart why it cannot: the
// process is gone (ESRCH), or it is somebody else's (EACCES). A zombie is
// neither: it has only little left.

import {
  closeSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { integer } from '../internal/validate.js';
import { kill } from '../posix/kill.js';
import { Scanner } from './scanner.js';

const native = binding<{
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

/** A process by its number, or the one that asks. */
export type Pid = number | 'self';

const least = 2 ** 16;
const most = 2 ** 22;

// It grows with what is read, and stays so unless that was very much. Nothing
// else runs while it is in use.
let buffer = Buffer.allocUnsafeSlow(least);

/**
 * What a file holds, until the next one is read. Most files come whole, in one
 * read; of those `inPieces`, the kernel hands out a page or so at a time.
 */
function readFile(path: string, inPieces: boolean): Buffer {
  const fd = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const room = buffer.length - length;
      const count = readSync(fd, buffer, length, room, null);
      length += count;
      if (count === 0 || (count < room && !inPieces)) break;
      if (length > buffer.length - least / 2) grow(length);
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(fd);
    if (buffer.length > most) buffer = Buffer.allocUnsafeSlow(least);
  }
}

function grow(length: number): void {
  const larger = Buffer.allocUnsafeSlow(2 * buffer.length);
  buffer.copy(larger, 0, 0, length);
  buffer = larger;
}

const empty = Buffer.alloc(0);

/** `/proc/PID/NAME`, a file of bytes, until the next one is read. */
export const bytesOf = (pid: Pid, name: string, inPieces = false): Buffer =>
  look(pid, name, (path) => readFile(path, inPieces), empty);

/** The same of text. */
export const textOf = (pid: Pid, name: string, inPieces = false): Scanner =>
  new Scanner(bytesOf(pid, name, inPieces), `/proc/${pid}/${name}`);

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
    const line = readFile(`/proc/${pid}/stat`, false).toString();
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
