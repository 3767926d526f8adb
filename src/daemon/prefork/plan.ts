// What the processes of prefork() have in common. The mold and the workers get it
// by fork().

import type { Told } from './channel.js';
import type { Listener } from './listeners.js';
import type { WorkerHandle } from './worker.js';

/** What runs around the forks of `prefork()`. */
export type Hooks<Ctx> = {
  /** In the mold, and in a worker that is to become one: a fork follows. */
  beforeFork?(ctx: Ctx): void | Promise<void>;
  /** In a new mold: before its first worker. */
  afterMoldFork?(ctx: Ctx): void | Promise<void>;
  /** In a new worker: before `worker` runs. */
  afterWorkerFork?(ctx: Ctx, worker: WorkerHandle): void | Promise<void>;
};

export type Plan<Ctx> = {
  setup: () => Ctx | Promise<Ctx>;
  worker: (ctx: Ctx, worker: WorkerHandle) => void | Promise<void>;
  timeoutMs: number;
  /** After how many requests a worker may become a mold, by the mold's age. */
  afterRequests: readonly number[];
  hooks: Hooks<Ctx>;
  /** The master's pid. */
  master: number;
  listeners: Listener[];
  /** Requests of each worker, by its slot: memory that all share. */
  counters: Float64Array;
};

/** What makes a mold that mold. */
export type Cast = {
  generation: number;
  /** How many workers have become molds on the way to this one. */
  level: number;
};

/** Of a worker. */
export type Birth = Cast & { id: number; slot: number };

// A descriptor comes with the first two: the new process's channel.

/** To who can fork. */
export type Order =
  | { type: 'worker'; id: number; slot: number }
  | ({ type: 'mold' } & Cast)
  | { type: 'end'; how: Ending };

/** An answer to the former two. */
export type Forked =
  | { type: 'forked'; pid: number }
  | { type: 'unforked'; error: Told };

/**
 * 'drain': there are others who serve; 'close': there will be none; 'now': what
 * is under way does not count.
 */
export type Ending = 'drain' | 'close' | 'now';

export type News =
  | Forked
  /** First of all: should who has forked it die, nobody else knows. */
  | { type: 'here'; pid: number }
  | { type: 'ready' }
  | { type: 'failed'; error: Told }
  /** It has served so many requests that it could be the next mold. */
  | { type: 'warm' };
