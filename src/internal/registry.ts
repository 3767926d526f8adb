// What all copies of this package in one process must know together: whichever
// of them forks, the child has to be mended for all.

import type { Worker } from 'node:worker_threads';

/** What {@link atfork} runs. */
export type ForkHooks = {
  /** Before the fork. What it throws, fork throws. */
  prepare?(): void;
  /** In the parent, with the child's pid, or with -1: fork has failed. */
  parent?(pid: number): void;
  /** In the child. */
  child?(): void;
};

/** A child of child_process or of spawn(). */
type Piped = { readonly stdio?: readonly unknown[] };

type Registry = {
  /** Workers that may be alive, in the order of their start. */
  workers: Set<Worker>;
  /** Node's own loader Workers: infrastructure, neither refused nor ended. */
  loaders: Set<Worker>;
  /** Children with pipes: the parent's, never a forked child's. */
  processes: Set<WeakRef<Piped>>;
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

const forgotten = new FinalizationRegistry<WeakRef<Piped>>((ref) =>
  registry.processes.delete(ref),
);

export function notePiped(child: Piped): void {
  const ref = new WeakRef(child);
  registry.processes.add(ref);
  forgotten.register(child, ref);
}
