// What a caller, its zygote and the jobs tell each other: messages of any size, by
// structured clone, in packets of a socketpair. A packet comes whole or not at all,
// so that it can be told when a process has ended in the midst of a message.

import { deserialize, serialize } from 'node:v8';
import type { Waited } from '../../internal/status.js';
import { close, read } from '../../posix/fd.js';
import { atfork } from '../../posix/fork/index.js';
import { writeAsync } from '../../posix/poll.js';
import {
  AF_UNIX,
  type ReceivedFds,
  recvFdsAsync,
  SOCK_SEQPACKET,
  sendFds,
  socketpair,
} from '../../posix/socket.js';
import type { Carried } from './errors.js';

/** From the caller to a job. */
export type Request = { name: string; arg: unknown };

/** How setup, or a job, went. An error that nobody has caught may not be the end. */
export type Outcome =
  | { kind: 'result'; result: unknown }
  | { kind: 'error'; error: Carried }
  | { kind: 'uncaught'; error: Carried };

/** To the caller: the first, with a pidfd, from the job; the last from the zygote. */
export type News =
  | { kind: 'started' }
  | Outcome
  | { kind: 'ended'; ended: Waited | undefined };

const partBytes = 32 * 1024; // well below what any socket takes
const [FIRST, LAST] = [1, 2];

/** A message, cloned: whoever made it may change it. */
export const toBytes = (message: Request | News): Buffer => serialize(message);

function* packetsOf(message: Buffer): Generator<Buffer> {
  for (let at = 0; at < message.length; at += partBytes) {
    const part = message.subarray(at, at + partBytes);
    const isLast = at + part.length === message.length;
    const flags = (at === 0 ? FIRST : 0) | (isLast ? LAST : 0);
    yield Buffer.concat([Buffer.of(flags), part]);
  }
}

/** Puts packets together: a message is there with its last one. */
class Assembly<Message> {
  #parts: Buffer[] = [];

  add(packet: Buffer): Message | undefined {
    const flags = packet[0] as number;
    if (flags & FIRST) this.#parts = []; // whoever was speaking has ended
    this.#parts.push(packet.subarray(1));
    if (!(flags & LAST)) return undefined;
    return deserialize(Buffer.concat(this.#parts)) as Message;
  }
}

/** Whether it says that the other side has closed its socket, or has ended. */
export const isGone = ({ code }: NodeJS.ErrnoException) =>
  code === 'EPIPE' || code === 'ECONNRESET';

function unlessGone(error: unknown): void {
  if (!isGone(error as Error)) throw error;
}

/** Waits, and blocks, until all of it is taken or nobody listens any more. */
export function tell(sock: number, message: Buffer, fds: number[] = []): void {
  let along = fds;
  try {
    for (const packet of packetsOf(message)) {
      sendFds(sock, packet, along);
      along = [];
    }
  } catch (error) {
    unlessGone(error);
  }
}

/** As {@link tell}, but the event loop waits. */
export async function tellAsync(
  sock: number,
  message: Buffer,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  try {
    for (const packet of packetsOf(message))
      await writeAsync(sock, packet, options);
  } catch (error) {
    unlessGone(error);
  }
}

/** Waits for a message, which blocks. Undefined: nobody will send it any more. */
export function hear(sock: number): Request | undefined {
  const assembly = new Assembly<Request>();
  try {
    for (;;) {
      const packet = read(sock, 1 + partBytes);
      if (packet.length === 0) return undefined;
      const message = assembly.add(packet);
      if (message) return message;
    }
  } catch (error) {
    unlessGone(error);
    return undefined;
  }
}

/** What there is to hear until nobody speaks any more, and descriptors with it. */
export async function* news(
  sock: number,
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<{ message: News; fds: number[] }> {
  const assembly = new Assembly<News>();
  for (;;) {
    let packet: ReceivedFds;
    try {
      packet = await recvFdsAsync(sock, 1 + partBytes, 1, options);
    } catch (error) {
      // Said once, of one who has ended before he had heard everything.
      unlessGone(error);
      continue;
    }
    if (packet.data.length === 0) return;
    const message = assembly.add(packet.data);
    if (message) yield { message, fds: packet.fds };
  }
}

/** Those that no child of this process may have: an end must be one. */
const own = new Set<number>();

atfork({
  child() {
    for (const fd of own) drop(fd);
  },
});

/** Two connected sockets, of this process alone. */
export function pair(): [number, number] {
  const socks = socketpair(AF_UNIX, SOCK_SEQPACKET);
  socks.forEach(keep);
  return socks;
}

export function keep(fd: number): void {
  own.add(fd);
}

/** For a child that is about to be forked. */
export function share(fd: number): void {
  own.delete(fd);
}

export function drop(fd: number): void {
  own.delete(fd);
  close(fd);
}
