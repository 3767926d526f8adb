// The end of a server that was asked to end: by a manager (SIGTERM) or from the
// keyboard (SIGINT).

import { mainThreadOnly } from '../internal/main-thread.js';
import { func, integer, object, refuseUnknown } from '../internal/validate.js';
import { endBySignal } from '../posix/end-by-signal.js';

const asked = ['SIGTERM', 'SIGINT'] as const;

/** What {@link onShutdown} was asked by. */
export type ShutdownSignal = (typeof asked)[number];

/**
 * At the first SIGTERM or SIGINT, `shutDown` runs: it closes servers, ends what is
 * under way. When it has resolved the process exits, with process.exitCode; when
 * it has thrown, that is an uncaught exception. If it has not done so within
 * `graceMs` milliseconds, or a second signal comes, the process ends at once, by
 * that signal, as its parent can see (process 1, which the kernel spares: with 128
 * and its number). Disposing of the result before the first
 * signal gives the signals back.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/daemon.7.html | daemon(7)}
 * @example
 * import { createServer } from 'node:http';
 * import { once } from 'node:events';
 * import { onShutdown } from 'posix-proc/daemon';
 * const server = createServer((_, response) => response.end('hello'));
 * onShutdown({ graceMs: 10_000 }, async (signal) => {
 *   console.log(`${signal}: closing`); // SIGTERM: closing
 *   server.close();
 *   await once(server, 'close');
 * });
 * server.listen(0, () => process.kill(process.pid, 'SIGTERM'));
 */
export function onShutdown(
  options: { graceMs: number },
  shutDown: (signal: ShutdownSignal) => void | Promise<void>,
): Disposable {
  const { graceMs, ...unknown } = object(options, 'options') as typeof options;
  refuseUnknown(unknown, 'options');
  integer(graceMs, 'options.graceMs', 0, 2 ** 31 - 1);
  func(shutDown, 'shutDown');
  mainThreadOnly('onShutdown');

  const dispose = () => {
    for (const signal of asked) process.off(signal, listener);
  };
  let begun = false;
  const listener = (signal: ShutdownSignal) => {
    if (begun) {
      endBySignal(signal);
      return;
    }
    begun = true;
    setTimeout(endBySignal, graceMs, signal);
    Promise.resolve(signal)
      .then(shutDown)
      .then(
        () => process.exit(),
        (error) => {
          process.nextTick(() => {
            throw error;
          });
        },
      );
  };
  for (const signal of asked) process.on(signal, listener);
  return { [Symbol.dispose]: dispose };
}
