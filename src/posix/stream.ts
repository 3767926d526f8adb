// Node's streams over a descriptor, as fdopen(3) has C's: whatever Node itself
// takes for that kind of descriptor.

import {
  createReadStream,
  createWriteStream,
  fstatSync,
  type ReadStream,
  type WriteStream,
} from 'node:fs';
import { Socket } from 'node:net';
import tty from 'node:tty';
import { constants } from '../internal/binding.js';
import { invalidValue, refusal } from '../internal/errors.js';
import { fd as checkFd, oneOf } from '../internal/validate.js';
import { F_GETFL, fcntl } from './fcntl.js';
import { close } from './fd.js';

const { O_RDONLY, O_WRONLY } = constants;

const modes = ['r', 'w', 'r+'] as const;

type Mode = (typeof modes)[number];

/** The directions that the descriptor is open for. */
function modeOf(fd: number): Mode {
  const access = fcntl(fd, F_GETFL) & 3; // O_ACCMODE
  return access === O_RDONLY ? 'r' : access === O_WRONLY ? 'w' : 'r+';
}

/** libuv opens a terminal anew, if it can, and leaves it to us to close `fd`. */
function terminal(fd: number, mode: Mode): Socket {
  const stream =
    mode === 'w' ? new tty.WriteStream(fd) : new tty.ReadStream(fd);
  const { _handle } = stream as unknown as { _handle: { fd: number } };
  if (_handle.fd !== fd && fd > 2) close(fd);
  return stream;
}

/**
 * `fdopen(fd, mode)`: a stream of Node's that reads from a descriptor (`'r'`),
 * writes to it (`'w'`) or both (`'r+'`); without `mode`, as it has been opened. A
 * socket, pipe or FIFO is a `net.Socket`, a terminal a `tty.ReadStream`
 * (`tty.WriteStream` if it only writes), all of them on the event loop; a file or
 * another device is an `fs.ReadStream` or `fs.WriteStream`, from where it stands.
 *
 * The descriptor is the stream's from now on: it closes it at its end, or when it
 * is destroyed; 0, 1 and 2 Node leaves open. Of an {@link Fd}, pass what its
 * release() returns. Node makes sockets, pipes and terminals non-blocking, for
 * everybody who shares them. ERR_INVALID_ARG_VALUE: it is not open for that, or a
 * file for `'r+'`, of which Node has no stream. ERR_INVALID_FD_TYPE: a socket that
 * is no stream (SOCK_DGRAM, SOCK_SEQPACKET), a folder, an eventfd and the like.
 * EBADF: it is not open. After an error it is still the caller's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/fdopen.3.html | fdopen(3)}
 * @example
 * import { pipe, toStream } from 'posix-proc';
 * const [r, w] = pipe();
 * toStream(w, 'w').end('hello');
 * for await (const data of toStream(r, 'r')) console.log(data.toString()); // hello
 */
export function toStream(fd: number, mode: 'r'): Socket | ReadStream;
export function toStream(fd: number, mode: 'w'): Socket | WriteStream;
export function toStream(fd: number, mode: 'r+'): Socket;
export function toStream(
  fd: number,
  mode?: Mode,
): Socket | ReadStream | WriteStream;
export function toStream(
  fd: number,
  mode?: Mode,
): Socket | ReadStream | WriteStream {
  checkFd(fd);
  const open = modeOf(fd);
  const wanted = mode === undefined ? open : oneOf(mode, 'mode', modes);
  if (open !== 'r+' && wanted !== open)
    throw invalidValue('mode', `must be '${open}', as it is open`, mode);
  const stat = fstatSync(fd);
  if (stat.isFIFO() || stat.isSocket()) {
    const [readable, writable] = [wanted !== 'w', wanted !== 'r'];
    return new Socket({ fd, readable, writable });
  }
  if (tty.isatty(fd)) return terminal(fd, wanted);
  if (!stat.isFile() && !stat.isCharacterDevice() && !stat.isBlockDevice())
    throw refusal('ERR_INVALID_FD_TYPE', 'Node has no stream of this kind');
  if (wanted === 'r+')
    throw invalidValue('mode', "must be 'r' or 'w' for a file", wanted);
  return wanted === 'w'
    ? createWriteStream('', { fd })
    : createReadStream('', { fd });
}
