// The master of prefork(): has the sockets, and does what signals or the program
// tell it.

import type { Path } from '../../internal/c-strings.js';
import { getpid } from '../../posix/ids.js';
import { mmap } from '../../posix/memory.js';
import { smapsRollup } from '../../proc/maps.js';
import { type Notification, notify } from '../notify.js';
import { PidFile } from '../pid-file.js';
import { Crew } from './crew.js';
import { Events, type PreforkEvent } from './events.js';
import { closeListeners, type Listen, openListeners } from './listeners.js';
import type { Plan } from './plan.js';

export type WorkerStats = {
  id: number;
  pid: number;
  generation: number;
  state: 'starting' | 'ready' | 'stopping';
  /** How many have come, as its servers count them. */
  requests: number;
  /**
   * Its part of the memory in kB: what is shared by two counts half for each.
   */
  pss: bigint;
};

type Options = {
  workers: number;
  graceMs: number;
  pidFile: Path | undefined;
  notify: boolean;
  ended: () => void;
};

/** Slots for twice the workers there may be, for a reload. */
const slots = 8192;

export class Master {
  /** This process. */
  readonly pid = getpid();
  readonly #plan: Plan<unknown>;
  readonly #crew: Crew<unknown>;
  readonly #options: Options;
  readonly #events = new Events();
  #pidFile: PidFile | undefined;
  #end: Promise<void> | undefined;

  /** What signals mean, as to nginx. */
  readonly #signals: Partial<Record<NodeJS.Signals, () => void>> = {
    SIGTERM: () => this.#leave(false),
    SIGINT: () => this.#leave(false),
    SIGQUIT: () => this.#leave(true),
    SIGHUP: () => void this.reload().catch(() => {}), // an event has told
    SIGTTIN: () => this.#change(1),
    SIGTTOU: () => this.#change(-1),
  };

  private constructor(plan: Plan<unknown>, options: Options) {
    this.#plan = plan;
    this.#options = options;
    this.#crew = new Crew(
      plan,
      options.workers,
      options.graceMs,
      (type, about = {}) => this.#events.tell({ type, ...about }),
      () => this.#listenToSignals(false),
    );
  }

  /** @internal */
  static async start<Ctx>(
    listen: readonly (Listen | 'activation')[],
    checked: Omit<Plan<Ctx>, 'listeners' | 'counters'>,
    options: Options,
  ): Promise<Master> {
    const pidFile =
      options.pidFile === undefined
        ? undefined
        : PidFile.acquire(options.pidFile);
    try {
      const listeners = await openListeners(listen, []);
      const counters = new Float64Array(
        mmap({ length: slots * 8, shared: true }),
      );
      const plan = { ...checked, listeners, counters } as Plan<unknown>;
      const master = new Master(plan, options);
      master.#pidFile = pidFile;
      await master.#begin();
      return master;
    } catch (error) {
      pidFile?.release();
      throw error;
    }
  }

  async #begin(): Promise<void> {
    this.#listenToSignals(true);
    try {
      await this.#crew.start();
    } catch (error) {
      await this.stop({ graceful: false });
      throw error;
    }
    this.#notify({ ready: true });
  }

  #listenToSignals(on: boolean): void {
    for (const [signal, listener] of Object.entries(this.#signals))
      if (on) process.on(signal, listener);
      else process.off(signal, listener);
  }

  #notify(what: Notification): void {
    if (!this.#options.notify) return;
    try {
      notify(what);
    } catch {
      // Whoever manages is gone; those who are served are not.
    }
  }

  /** The workers there are, also those that are about to end, by their ids. */
  workers(): WorkerStats[] {
    const found = [...this.#crew.workers].flatMap((worker) => {
      const { id, pid, generation, state, slot } = worker;
      if (pid === undefined) return []; // it is about to be
      const requests = this.#plan.counters[slot] as number;
      return [{ id, pid, generation, state, requests, pss: pssOf(pid) }];
    });
    return found.sort((a, b) => a.id - b.id || a.generation - b.generation);
  }

  /**
   * A new mold runs `setup`, and its workers take the place of those that there
   * are. If that fails, it rejects, and nothing has changed. As SIGHUP.
   */
  async reload(): Promise<void> {
    this.#notify({ reloading: true });
    try {
      await this.#crew.reload();
    } finally {
      this.#notify({ ready: true });
    }
  }

  /**
   * The worker that has served most becomes the mold, and the children of it take
   * the place of all workers: they share what it has compiled and cached.
   */
  refork(): Promise<void> {
    return this.#crew.refork();
  }

  /**
   * Ends the workers, and resolves when they have ended: when they have served
   * what is under way, within `graceMs`, as SIGQUIT; or at once, as SIGTERM.
   */
  stop({ graceful = true }: { graceful?: boolean } = {}): Promise<void> {
    if (!this.#end) {
      this.#events.tell({ type: 'stopping' });
      this.#notify({ stopping: true });
      this.#end = this.#stop(graceful);
    } else if (!graceful) void this.#crew.stop('now');
    return this.#end;
  }

  async #stop(graceful: boolean): Promise<void> {
    closeListeners(this.#plan.listeners);
    await this.#crew.stop(graceful ? 'close' : 'now');
    this.#listenToSignals(false);
    this.#pidFile?.release();
    this.#events.end();
    this.#options.ended();
  }

  /** What happens from now on, until all has ended. */
  events(): AsyncIterableIterator<PreforkEvent, undefined> {
    return this.#events.listen();
  }

  async #leave(graceful: boolean): Promise<void> {
    await this.stop({ graceful });
    setImmediate(() => process.exit()); // who reads the events has read them
  }

  #change(by: number): void {
    this.#crew.wanted = Math.max(1, this.#crew.wanted + by);
    this.#crew.fill();
  }
}

function pssOf(pid: number): bigint {
  try {
    return smapsRollup(pid).Pss;
  } catch {
    return 0n; // it has ended
  }
}
