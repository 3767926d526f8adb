// poll(2), ppoll(2); reading and writing on the event loop.

import { binding, constants } from '../internal/binding.js';
import { interruptedForGood } from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { ready } from '../internal/readiness.js';
import type { Signal } from '../internal/signals.js';
import { toMask } from '../internal/sigset.js';
import {
  abortSignal,
  bytes,
  fd as checkFd,
  integer,
  list,
  object,
} from '../internal/validate.js';

const native = binding<{
  poll(pairs: Int32Array, timeoutMs: number): void;
  ppoll(pairs: Int32Array, timeoutMs: number, mask: bigint): void;
  readNow(fd: number, buffer: Uint8Array): number | null;
  writeNow(fd: number, data: Uint8Array): number | null;
}>();

export const {
  POLLIN,
  POLLPRI,
  POLLOUT,
  POLLRDHUP,
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLRDNORM,
  POLLRDBAND,
  POLLWRNORM,
  POLLWRBAND,
} = constants;

/** A descriptor, and what to wait for; a negative `fd` is passed over. */
export type PollEntry = { fd: number; events: number };

/** And what has come: of `events`, or POLLERR, POLLHUP, POLLNVAL. */
export type PollResult = PollEntry & { revents: number };

function toPairs(entries: unknown): Int32Array {
  return Int32Array.from(
    list(entries, 'entries', (entry, name) => {
      const { fd, events } = object(entry, name) as PollEntry;
      return [
        integer(fd, `${name}.fd`),
        integer(events, `${name}.events`, 0, 0x7fff),
      ];
    }).flat(),
  );
}

/** Makes the call, which puts revents where events stood. */
function polled(
  pairs: Int32Array,
  call: (pairs: Int32Array) => void,
): PollResult[] {
  const filled = pairs.slice();
  interruptedForGood(() => call(filled));
  return Array.from({ length: pairs.length / 2 }, (_, i) => ({
    fd: pairs[2 * i] as number,
    events: pairs[2 * i + 1] as number,
    revents: filled[2 * i + 1] as number,
  }));
}

/**
 * `poll(fds, nfds, timeout)`: waits until one of the descriptors is ready, up to
 * `timeoutMs` milliseconds; 0 does not wait, -1 waits for ever. Returns all
 * entries in their order, with `revents`: 0 where nothing has come. POLLHUP and
 * POLLERR come unasked; POLLNVAL: it is not open. EINTR: a signal has come, and
 * its handlers have run; unlike other calls poll() never goes on after that.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/poll.2.html | poll(2)}
 * @example
 * import { close, pipe, POLLIN, POLLOUT, poll } from 'posix-proc';
 * const [r, w] = pipe();
 * const entries = [{ fd: r, events: POLLIN }, { fd: w, events: POLLOUT }];
 * const [reading, writing] = poll(entries, 1000);
 * console.log(reading.revents, writing.revents === POLLOUT); // 0 true
 * close(r);
 * close(w);
 */
export function poll(
  entries: readonly PollEntry[],
  timeoutMs: number,
): PollResult[] {
  const pairs = toPairs(entries);
  integer(timeoutMs, 'timeoutMs', -1);
  return polled(pairs, (filled) => native.poll(filled, timeoutMs));
}

/**
 * `ppoll(fds, nfds, timeout, sigmask)`: {@link poll} while `mask` is the mask of
 * blocked signals, as by sigprocmask(), from before it looks to after it has
 * waited. Handlers of what `mask` blocks run after that. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ppoll.2.html | ppoll(2)}
 * @example
 * import { close, pipe, POLLIN, ppoll, write } from 'posix-proc';
 * const [r, w] = pipe();
 * write(w, 'x');
 * const [{ revents }] = ppoll([{ fd: r, events: POLLIN }], -1, ['SIGINT']);
 * console.log(revents === POLLIN); // true
 * close(r);
 * close(w);
 */
export function ppoll(
  entries: readonly PollEntry[],
  timeoutMs: number,
  mask: readonly Signal[],
): PollResult[] {
  const pairs = toPairs(entries);
  integer(timeoutMs, 'timeoutMs', -1);
  const bits = toMask(mask, 'mask');
  mainThreadOnly('ppoll');
  return polled(pairs, (filled) => native.ppoll(filled, timeoutMs, bits));
}

/**
 * `read(fd, buf, count)` without blocking: resolves with up to `maxBytes` bytes
 * as soon as there are some, empty at the end of the file. The event loop waits
 * for pipes, terminals and sockets, no thread does; of a regular file it reads
 * at once. O_NONBLOCK stays as it is. An aborted `signal` rejects with its
 * reason, and has taken nothing. EBADF: it is not open for reading, or close()
 * has closed it meanwhile. EMFILE, ENFILE: no descriptor is left to wait with. In
 * a forked child a read of its parent's never settles.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/read.2.html | read(2)}
 * @example
 * import { close, pipe, readAsync, write } from 'posix-proc';
 * const [r, w] = pipe();
 * setTimeout(() => write(w, 'hello'), 10);
 * console.log((await readAsync(r, 100)).toString()); // hello
 * close(w);
 * console.log((await readAsync(r, 100)).length); // 0: end of file
 * close(r);
 */
export async function readAsync(
  fd: number,
  maxBytes: number,
  options: { signal?: AbortSignal } = {},
): Promise<Buffer> {
  checkFd(fd);
  const buffer = Buffer.allocUnsafeSlow(integer(maxBytes, 'maxBytes', 0));
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  for (;;) {
    signal?.throwIfAborted();
    const count = native.readNow(fd, buffer);
    if (count !== null) return buffer.subarray(0, count);
    await ready(fd, false, signal);
  }
}

/**
 * `write(fd, buf, count)` without blocking: resolves when all of a string (as
 * UTF-8) or of the bytes has been taken, by and by as there is room; see
 * {@link readAsync}. An aborted `signal` rejects with its reason when a part may
 * have been taken. Wait for one before the next: two at a time would mix. EPIPE:
 * nobody reads any more.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/write.2.html | write(2)}
 * @example
 * import { close, pipe, readAsync, writeAsync } from 'posix-proc';
 * const [r, w] = pipe();
 * const written = writeAsync(w, 'x'.repeat(200_000)); // more than a pipe holds
 * let total = 0;
 * while (total < 200_000) total += (await readAsync(r, 65536)).length;
 * await written;
 * console.log(total); // 200000
 * close(r);
 * close(w);
 */
export async function writeAsync(
  fd: number,
  data: string | Uint8Array,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  checkFd(fd);
  // A copy: the caller may change or transfer its own meanwhile.
  let rest =
    typeof data === 'string'
      ? Buffer.from(data)
      : Buffer.from(bytes(data, 'data'));
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  do {
    signal?.throwIfAborted();
    const count = native.writeNow(fd, rest);
    if (count === null) await ready(fd, true, signal);
    else rest = rest.subarray(count);
  } while (rest.length > 0);
}
