// What all copies of this package in one process must know together: whichever
// of them forks, the child has to be mended for all.

import type { ChildProcess } from 'node:child_process';
import type { Worker } from 'node:worker_threads';

export type ForkHooks = {
  prepare?(): void;
  parent?(pid: number): void;
  child?(): void;
};

export type Registry = {
  /** Workers that may be alive, in the order of their start. */
  workers: Set<Worker>;
  /** Node's own loader Workers: infrastructure, neither refused nor ended. */
  loaders: Set<Worker>;
  /** Children of child_process: the parent's, never a forked child's. */
  processes: Set<WeakRef<ChildProcess>>;
  /** Descriptors that stay shared with a forked child. */
  shared: Set<number>;
  /** Of atfork(), in the order of registration. */
  hooks: Set<ForkHooks>;
  /** What each copy of the package lets go of in a forked child. */
  mends: Set<() => void>;
};

const key = Symbol.for('posix-proc');

const holder = process as unknown as { [key]?: Registry };

if (!holder[key]) {
  Object.defineProperty(process, key, {
    value: {
      workers: new Set(),
      loaders: new Set(),
      processes: new Set(),
      shared: new Set(),
      hooks: new Set(),
      mends: new Set(),
    } satisfies Registry,
  });
}

export const registry = holder[key] as Registry;
