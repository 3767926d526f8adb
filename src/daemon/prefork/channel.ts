// Messages between the processes of prefork(): one packet each, in JSON, with
// descriptors if there are any. The end of one process is the end of the file
// for the other.

import { close } from '../../posix/fd.js';
import {
  AF_UNIX,
  recvFdsAsync,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  sendFds,
  socketpair,
} from '../../posix/socket.js';

const longest = 16_384;

/** Of this process: what it has forked must not keep them open. */
const open = new Set<Channel>();

export const channelPair = () =>
  socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK);

export class Channel<Out extends object = object> {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
    open.add(this as Channel);
  }

  /** False: nobody is there, or somebody who does not read. */
  send(message: Out, fds: number[] = []): boolean {
    if (!open.has(this as Channel)) return false; // the number may be another's
    try {
      sendFds(this.#fd, JSON.stringify(message), fds);
      return true;
    } catch {
      return false;
    }
  }

  /** Until the other end is closed, or this one. */
  async *messages<In>(): AsyncGenerator<In & { fds: number[] }> {
    while (open.has(this as Channel)) {
      const { data, fds } = await recvFdsAsync(this.#fd, longest, 1).catch(
        () => ({ data: Buffer.alloc(0), fds: [] }),
      );
      if (data.length === 0) return;
      yield { ...JSON.parse(data.toString()), fds };
    }
  }

  close(): void {
    if (open.delete(this as Channel)) close(this.#fd);
  }
}

/** In a process that was just forked: its parent's are not its own, but `fd` is. */
export function become<Out extends object>(fd: number): Channel<Out> {
  for (const channel of open) channel.close();
  return new Channel<Out>(fd);
}

/** An error as a message can hold it. */
export type Told = { message: string; stack: string; code?: string };

export function tell(error: unknown): Told {
  const { message, stack, code }: NodeJS.ErrnoException =
    error instanceof Error ? error : new Error(`${error}`);
  return {
    message: message.slice(0, 2000),
    stack: `${stack}`.slice(0, 4000),
    ...(typeof code === 'string' && { code }),
  };
}

export const untell = ({ message, ...rest }: Told) =>
  Object.assign(new Error(message), rest);
