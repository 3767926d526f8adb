// Looks into /proc while an example runs: what state its processes are in, and
// in which group and session. It sees every process that has come since, and
// finds out later which belong to the example: daemons leave its session, and
// orphans their parents.

import { list } from '../../../proc/processes.js';
import { type State, stat } from '../../../proc/stat.js';
import { now } from './journal.js';

export const period = 5;

export type Sight = {
  at: number;
  /** It was still so then, whatever was between two looks. */
  until: number;
  state: State;
  name: string;
  ppid: number;
  group: number;
  session: number;
  /** As the kernel numbers it; 0: none. */
  terminal: number;
  /** The terminal's foreground group; -1: none. */
  foreground: number;
};

/** A process from when it was first seen until it was no longer there. */
export type Seen = { pid: number; sights: Sight[]; gone?: number };

export class Sampler {
  readonly #others = new Set(list());
  readonly #seen = new Map<number, Seen>();
  readonly #timer = setInterval(() => this.#look(), period);

  /** What has been seen. */
  stop(): Seen[] {
    clearInterval(this.#timer);
    this.#look();
    return [...this.#seen.values()];
  }

  #look(): void {
    const there = new Set(list());
    // Their numbers may be given to other processes.
    for (const pid of this.#others)
      if (!there.has(pid)) this.#others.delete(pid);
    for (const pid of there) if (!this.#others.has(pid)) this.#note(pid);
    for (const seen of this.#seen.values())
      if (!there.has(seen.pid)) seen.gone ??= now();
  }

  #note(pid: number): void {
    const sight = look(pid);
    if (!sight) return;
    const seen = this.#seen.get(pid) ?? { pid, sights: [] };
    this.#seen.set(pid, seen);
    const last = seen.sights.at(-1);
    if (last && same(last, sight)) last.until = sight.at;
    else seen.sights.push(sight);
  }
}

function look(pid: number): Sight | undefined {
  try {
    const { state, comm, ppid, pgrp, session, tty_nr, tpgid } = stat(pid);
    const at = now();
    return {
      ...{ at, until: at, state, name: comm, ppid, group: pgrp, session },
      ...{ terminal: tty_nr, foreground: tpgid },
    };
  } catch {
    return undefined; // it is gone by now
  }
}

const same = (a: Sight, b: Sight) =>
  (Object.keys(a) as (keyof Sight)[]).every(
    (key) => key === 'at' || key === 'until' || a[key] === b[key],
  );
