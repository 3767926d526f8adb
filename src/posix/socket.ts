// socketpair(2); descriptors sent to another process, and who that is, over
// sockets of the Unix domain: unix(7).

import { binding, constants } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import { invalidValue } from '../internal/errors.js';
import { ready } from '../internal/readiness.js';
import {
  abortSignal,
  attached,
  bytes,
  fd as checkFd,
  integer,
  list,
  object,
} from '../internal/validate.js';
import { keepReceived } from './fork/shared.js';

type Raw = [count: number, ...fds: number[]];

const native = binding<{
  socketpair(domain: number, type: number, protocol: number): [number, number];
  sendFds(sock: number, data: Uint8Array, fds: Int32Array): number;
  recvFds(sock: number, buffer: Uint8Array, maxFds: number, wait: true): Raw;
  recvFds(
    sock: number,
    buffer: Uint8Array,
    maxFds: number,
    wait: false,
  ): Raw | null;
  peerCredentials(sock: number): [pid: number, uid: number, gid: number];
}>();

export const {
  AF_UNSPEC,
  AF_UNIX,
  AF_INET,
  AF_INET6,
  SOCK_STREAM,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
} = constants;

/**
 * `socketpair(domain, type, protocol, fds)`: two sockets connected with each
 * other, both close-on-exec; what is written to one can be read from the other.
 * `domain` is AF_UNIX. `type` is SOCK_STREAM, bytes as in a pipe; SOCK_SEQPACKET
 * or SOCK_DGRAM, where a read gets what one write has written, and of the former
 * the end of file too; SOCK_NONBLOCK may be added. ENOTSUP: another domain.
 * EAFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT: the kernel does not know it.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/socketpair.2.html | socketpair(2)}
 * @example
 * import { AF_UNIX, close, fork, read, SOCK_STREAM, socketpair, waitpid, write } from 'posix-proc';
 * const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM);
 * const pid = fork();
 * if (pid === 0) {
 *   write(theirs, `${read(theirs, 100)}, world`);
 *   process.exit(0);
 * }
 * write(ours, 'hello');
 * console.log(read(ours, 100).toString()); // hello, world
 * waitpid(pid);
 * close(ours);
 * close(theirs);
 */
export function socketpair(
  domain: number,
  type: number,
  protocol = 0,
): [number, number] {
  integer(domain, 'domain');
  integer(type, 'type');
  integer(protocol, 'protocol');
  return native.socketpair(domain, type | constants.SOCK_CLOEXEC, protocol);
}

/**
 * `sendmsg(sock, &message, MSG_NOSIGNAL)` with SCM_RIGHTS: sends a string (as
 * UTF-8) or bytes, and copies of descriptors along with the first of them, up to
 * 253. Returns how many bytes were taken, which may be fewer than given. There
 * must be at least one, for a stream carries nothing without. The copies share
 * what dup() shares; ours may be closed at once. EBADF: one of them is not open.
 * EINVAL: they are too many. ETOOMANYREFS: too many are on their way. ENOTSUP: no
 * socket of AF_UNIX. EPIPE: nobody is there any more; no SIGPIPE comes. EAGAIN: no
 * room, and the socket does not block. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/unix.7.html | unix(7)}
 * @example
 * import { AF_UNIX, close, pipe, recvFds, SOCK_STREAM, sendFds, socketpair, write, read } from 'posix-proc';
 * const [a, b] = socketpair(AF_UNIX, SOCK_STREAM);
 * const [r, w] = pipe();
 * sendFds(a, 'log', [w]);
 * close(w);
 * const { data, fds } = recvFds(b, 100, 1);
 * console.log(data.toString(), fds.length); // log 1
 * write(fds[0], 'hello');
 * console.log(read(r, 100).toString()); // hello
 * for (const fd of [a, b, r, ...fds]) close(fd);
 */
export function sendFds(
  sock: number,
  data: string | Uint8Array,
  fds: readonly number[],
): number {
  checkFd(sock, 'sock');
  const sent = Int32Array.from(list(fds, 'fds', checkFd));
  const taken =
    typeof data === 'string' ? Buffer.from(data) : bytes(data, 'data');
  if (taken.length === 0)
    throw invalidValue('data', 'must hold a byte at least', data);
  return interruptible(() =>
    native.sendFds(sock, attached(taken, 'data'), sent),
  );
}

/** No message carries more: SCM_MAX_FD. */
const atMost = (maxFds: number) => Math.min(integer(maxFds, 'maxFds', 0), 253);

function received(buffer: Buffer, [count, ...fds]: Raw): ReceivedFds {
  fds.forEach(keepReceived);
  return { data: buffer.subarray(0, count), fds };
}

/** What {@link recvFds} returns: the bytes, and descriptors to be closed. */
export type ReceivedFds = { data: Buffer; fds: number[] };

/**
 * `recvmsg(sock, &message, MSG_CMSG_CLOEXEC)` with SCM_RIGHTS: up to `maxBytes`
 * bytes, empty at the end of the file, and up to `maxFds` descriptors that came
 * with them, close-on-exec. Bytes that come with others are never mixed with
 * these. Whoever receives closes. When not all of the descriptors can be had, none
 * is kept, and the bytes are lost as well. EMSGSIZE: there were more than
 * `maxFds`. EMFILE: there is no number left for them. EAGAIN: nothing has come,
 * and the socket does not block. EINTR: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/unix.7.html | unix(7)}
 * @example
 * import { _exit, AF_UNIX, close, fork, O_CREAT, O_RDWR, open, recvFds, SOCK_SEQPACKET, sendFds, socketpair, waitpid, write } from 'posix-proc';
 * const [ours, theirs] = socketpair(AF_UNIX, SOCK_SEQPACKET);
 * const pid = fork();
 * if (pid === 0) {
 *   sendFds(theirs, 'notes.txt', [open('notes.txt', O_RDWR | O_CREAT)]);
 *   _exit(0);
 * }
 * const { data, fds } = recvFds(ours, 100, 4);
 * console.log(data.toString()); // notes.txt
 * console.log(write(fds[0], 'opened by my child')); // 18
 * for (const fd of [ours, theirs, ...fds]) close(fd);
 * waitpid(pid);
 */
export function recvFds(
  sock: number,
  maxBytes: number,
  maxFds: number,
): ReceivedFds {
  checkFd(sock, 'sock');
  const buffer = Buffer.allocUnsafeSlow(integer(maxBytes, 'maxBytes', 0));
  const most = atMost(maxFds);
  return received(
    buffer,
    interruptible(() => native.recvFds(sock, buffer, most, true)),
  );
}

/**
 * {@link recvFds} without blocking: resolves as soon as something has come, or at
 * the end of the file. The event loop waits; O_NONBLOCK stays as it is. An aborted
 * `signal` rejects with its reason, and has taken nothing. EBADF: close() has
 * closed it meanwhile. For more see {@link readAsync}.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/unix.7.html | unix(7)}
 * @example
 * import { AF_UNIX, close, recvFdsAsync, SOCK_SEQPACKET, sendFds, socketpair } from 'posix-proc';
 * const [a, b] = socketpair(AF_UNIX, SOCK_SEQPACKET);
 * setTimeout(() => sendFds(a, 'stdout', [1]), 10);
 * const { data, fds } = await recvFdsAsync(b, 100, 1);
 * console.log(data.toString(), fds.length); // stdout 1
 * for (const fd of [a, b, ...fds]) close(fd);
 */
export async function recvFdsAsync(
  sock: number,
  maxBytes: number,
  maxFds: number,
  options: { signal?: AbortSignal } = {},
): Promise<ReceivedFds> {
  checkFd(sock, 'sock');
  const buffer = Buffer.allocUnsafeSlow(integer(maxBytes, 'maxBytes', 0));
  const most = atMost(maxFds);
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  for (;;) {
    signal?.throwIfAborted();
    const raw = native.recvFds(sock, buffer, most, false);
    if (raw) return received(buffer, raw);
    await ready(sock, false, signal);
  }
}

/** A process, and the effective ids that it had. */
export type Credentials = { pid: number; uid: number; gid: number };

/**
 * `getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &ids)`: who has made the other end,
 * by connect(), listen() or socketpair(), at that time, whoever holds it now. The
 * kernel vouches for the ids; the pid may be another process's meanwhile, and is
 * 0 for one that this pid namespace does not show. ENOTCONN: nobody is there.
 * ENOTSUP: no socket of AF_UNIX. ENOTSOCK: no socket.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/unix.7.html | unix(7)}
 * @example
 * import { AF_UNIX, close, peerCredentials, SOCK_STREAM, socketpair } from 'posix-proc';
 * const [a, b] = socketpair(AF_UNIX, SOCK_STREAM);
 * const { pid, uid } = peerCredentials(a);
 * console.log(pid === process.pid, uid === process.geteuid()); // true true
 * close(a);
 * close(b);
 */
export function peerCredentials(sock: number): Credentials {
  const [pid, uid, gid] = native.peerCredentials(checkFd(sock, 'sock'));
  return { pid, uid, gid };
}
