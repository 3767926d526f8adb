// Inherited timers and immediates that a child must not run. Node offers no
// list of its timers, so each is disarmed at the moment when it falls due: an
// async hook sees it just before its callback, and whether it is older than
// the fork.

import {
  AsyncResource,
  createHook,
  executionAsyncResource,
} from 'node:async_hooks';

type Timer = { _onTimeout?: () => void; _repeat?: number | null };

export function muteTimers(): void {
  const newest = new AsyncResource('posix-proc.fork').asyncId();
  createHook({
    before(asyncId) {
      if (asyncId > newest) return;
      const timer = executionAsyncResource() as Timer;
      if (typeof timer._onTimeout !== 'function') return;
      timer._onTimeout = () => {};
      timer._repeat = null;
    },
    // Hooks on promises are what makes hooks dear; Node 24.12 on can do without.
    ...{ trackPromises: false },
  }).enable();
}

type Queued = NodeJS.Immediate & {
  _idleNext?: Queued | null;
  _idlePrev?: Queued | null;
};

/** Clears every immediate that is queued while `running` runs. */
export function clearImmediates(running: NodeJS.Immediate): void {
  // Those of the same turn come after it; those of the next turn stand before
  // one that is made now.
  let next = (running as Queued)._idleNext;
  while (next) {
    const after: Queued | null | undefined = next._idleNext;
    clearImmediate(next);
    next = after;
  }
  const last: Queued = setImmediate(() => {});
  let previous = last._idlePrev;
  while (previous) {
    const before: Queued | null | undefined = previous._idlePrev;
    clearImmediate(previous);
    previous = before;
  }
  clearImmediate(last);
}
