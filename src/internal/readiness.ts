// Waiting on the event loop until a descriptor is ready: by an epoll instance
// that libuv watches, so that the descriptor itself stays as it is. All who wait
// for the same share one: the kernel allows 500 for an open file.

import { onAbort } from './abort.js';
import { binding } from './binding.js';
import { registry } from './registry.js';

const native = binding<{
  epollFor(fd: number, writable: boolean): number;
  epollHas(epoll: number, fd: number, writable: boolean): boolean;
  holdFd(fd: number): void;
  closeHeld(fd: number): void;
  watch(fd: number, callback: () => void): object;
  unwatch(handle: object): void;
  unwatchAll(): void;
  readNow(fd: number, buffer: Uint8Array): number | null;
  writeNow(fd: number, data: Uint8Array): number | null;
}>();

type Wait = { ready(): void; closed(): void };

type Watched = {
  fd: number;
  epoll: number;
  watch: object;
  /** In the order in which they began. */
  waits: Set<Wait>;
};

/** By descriptor and direction. */
const watched = new Map<string, Watched>();

// In a forked child these never settle: they are its parent's.
registry.mends.add(() => {
  native.unwatchAll();
  for (const { epoll, waits } of watched.values()) {
    native.closeHeld(epoll);
    waits.clear();
  }
  watched.clear();
});

function watchFor(fd: number, writable: boolean): Watched {
  const known = watched.get(`${fd} ${writable}`);
  if (known) {
    if (native.epollHas(known.epoll, fd, writable)) return known;
    endWaits(fd); // somebody has closed it without a word
  }
  const epoll = native.epollFor(fd, writable);
  native.holdFd(epoll);
  const waits = new Set<Wait>();
  // Whoever is woken may take all there is: one at a time.
  const wake = () => waits.values().next().value?.ready();
  try {
    const watch = native.watch(epoll, wake);
    const one = { fd, epoll, watch, waits };
    watched.set(`${fd} ${writable}`, one);
    return one;
  } catch (error) {
    native.closeHeld(epoll);
    throw error;
  }
}

/** Resolves when `fd` can be read from, or written to. */
export function ready(
  fd: number,
  writable: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const one = watchFor(fd, writable);
    const wait = {
      ready: () => end(resolve),
      closed: () => end(() => reject(closedError(writable))),
    };
    one.waits.add(wait);
    const stop = onAbort(signal, () => end(() => reject(signal?.reason)));

    function end(settle: () => void): void {
      if (!one.waits.delete(wait)) return; // a forked child's parent's
      if (one.waits.size === 0) {
        watched.delete(`${fd} ${writable}`);
        native.unwatch(one.watch);
        native.closeHeld(one.epoll);
      }
      stop();
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
  for (const { fd, waits } of watched.values())
    if (fd >= first && fd <= last) for (const wait of waits) wait.closed();
}
