// poll(2), ppoll(2).

import { binding, constants } from '../internal/binding.js';
import { bit, interruptedForGood } from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { type Signal, toSignal } from '../internal/signals.js';
import { integer, list, object } from '../internal/validate.js';

const native = binding<{
  poll(pairs: Int32Array, timeoutMs: number): void;
  ppoll(pairs: Int32Array, timeoutMs: number, mask: bigint): void;
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
 * `ppoll(fds, nfds, timeout, sigmask)`: {@link poll} while `mask` is the main
 * thread's mask of blocked signals, from before it looks to after it has waited.
 * Handlers of what `mask` blocks run after that. Node's other threads keep their
 * masks: a signal that nobody handles does to the process what it does. In a
 * Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
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
  const bits = list(mask, 'mask', toSignal).reduce(
    (bits, signo) => bits | bit(signo),
    0n,
  );
  mainThreadOnly('ppoll');
  return polled(pairs, (filled) => native.ppoll(filled, timeoutMs, bits));
}
