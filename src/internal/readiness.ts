// Waiting on the event loop until a descriptor is ready: by an epoll instance
// that libuv watches, so that the descriptor itself stays as it is, and any
// number of waits can be under way for one.

import { binding } from './binding.js';
import { registry } from './registry.js';

const native = binding<{
  epollFor(fd: number, writable: boolean): number;
  close(fd: number): void;
  watch(fd: number, callback: () => void, own: true): object;
  unwatch(handle: object): void;
  unwatchAll(): void;
  readNow(fd: number, buffer: Uint8Array): number | null;
  writeNow(fd: number, data: Uint8Array): number | null;
}>();

type Waiting = { fd: number; epoll: number; closed(): void };

const pending = new Set<Waiting>();

// In a forked child these never settle: they are its parent's.
registry.mends.add(() => {
  native.unwatchAll();
  for (const { epoll } of pending) native.close(epoll);
  pending.clear();
});

/** Resolves when `fd` can be read from, or written to. */
export function ready(
  fd: number,
  writable: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const epoll = native.epollFor(fd, writable);
    let watch: object;
    try {
      watch = native.watch(epoll, () => end(resolve), true);
    } catch (error) {
      native.close(epoll);
      throw error;
    }
    const abort = () => end(() => reject(signal?.reason));
    const waiting = {
      fd,
      epoll,
      closed: () => end(() => reject(closedError(writable))),
    };
    pending.add(waiting);
    signal?.addEventListener('abort', abort, { once: true });

    function end(settle: () => void): void {
      if (!pending.delete(waiting)) return; // a forked child's parent's
      native.unwatch(watch);
      native.close(epoll);
      signal?.removeEventListener('abort', abort);
      settle();
    }
  });
}

/** What the call would say of a descriptor that is closed. */
function closedError(writable: boolean): unknown {
  try {
    return (writable ? native.writeNow : native.readNow)(-1, Buffer.alloc(0));
  } catch (error) {
    return error;
  }
}

/**
 * The numbers from `first` to `last` are about to be closed, or to be something
 * else: the kernel would say nothing to who waits for them.
 */
export function endWaits(first: number, last = first): void {
  for (const { fd, closed } of pending) if (fd >= first && fd <= last) closed();
}
