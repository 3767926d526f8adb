// The master of prefork(): has the sockets, and does what signals or the program
// tell it.

import type { AddressInfo } from 'node:net';
import type { Path } from '../../internal/c-strings.js';
import { refusal } from '../../internal/errors.js';
import { close } from '../../posix/fd.js';
import { getpid } from '../../posix/ids.js';
import { mmap } from '../../posix/memory.js';
import { detach } from '../../posix/wait.js';
import { smapsRollup } from '../../proc/maps.js';
import { type Notification, notify } from '../notify.js';
import { PidFile } from '../pid-file.js';
import { Crew } from './crew.js';
import { Events, type PreforkEvent } from './events.js';
import {
  addressOf,
  closeListeners,
  type Listen,
  openListeners,
} from './listeners.js';
import type { Ending, Plan } from './plan.js';
import { type Handed, hears, startAnew, takeHanded } from './upgrade.js';

/** A worker, as {@link Master.workers} has it. */
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

/** A server of {@link prefork}, to whom runs it. */
export class Master {
  /** This process. */
  readonly pid = getpid();
  readonly #plan: Plan<unknown>;
  readonly #crew: Crew<unknown>;
  readonly #options: Options;
  readonly #events = new Events();
  #pidFile: PidFile | undefined;
  #upgrading = false;
  #end: Promise<void> | undefined;

  /** What signals mean, as to nginx. */
  readonly #signals: Partial<Record<NodeJS.Signals, () => void>> = {
    SIGTERM: () => this.#leave(this.stop({ graceful: false })),
    SIGINT: () => this.#leave(this.stop({ graceful: false })),
    SIGQUIT: () => this.#leave(this.stop()),
    SIGHUP: () => void this.reload().catch(() => {}), // an event has told
    SIGUSR2: () => this.#leave(this.upgrade()),
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
    const handed = takeHanded();
    // The other one has the pid file until this one is ready.
    const pidFile = handed ? undefined : acquire(options.pidFile);
    try {
      const counters = new Float64Array(
        mmap({ length: slots * 8, shared: true }),
      );
      const listeners = await openListeners(listen, handed?.sockets ?? []);
      const plan = { ...checked, listeners, counters } as Plan<unknown>;
      const master = new Master(plan, options);
      master.#pidFile = pidFile;
      await master.#begin(handed);
      return master;
    } catch (error) {
      pidFile?.release();
      throw error;
    } finally {
      handed?.channel.close();
    }
  }

  async #begin(handed: Handed | undefined): Promise<void> {
    this.#listenToSignals(true);
    try {
      await this.#crew.start();
      if (handed) await this.#takeOver(handed);
    } catch (error) {
      this.#end ??= this.#finish('now', !handed);
      await this.#end;
      throw error;
    }
    this.#notify({ ready: true });
  }

  async #takeOver({ channel }: Handed): Promise<void> {
    channel.send({ type: 'ready' });
    // Without an answer, the other one has ended, and its pid file is free.
    const go = await hears(channel, 'go');
    const adopted = adopt(go?.fds[0], this.#options.pidFile);
    this.#pidFile = adopted ?? acquire(this.#options.pidFile);
    channel.send({ type: 'taken', pidFile: adopted !== undefined });
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

  /**
   * Where it listens, in the order of `listen`, each as net.Server.address() has it:
   * `{ port, address, family }`, or the path of a socket of the Unix domain. A port
   * that was asked for as 0 is the real one here. None after stop().
   */
  addresses(): (AddressInfo | string)[] {
    return this.#plan.listeners.map(addressOf);
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
   * Starts the program anew, with the sockets of this one; when all its workers
   * serve, those here end as by stop(), and then this resolves: the program should
   * end, for another process is the master. If the new one ends before, it rejects,
   * and nothing has changed. As SIGUSR2, after which the process exits.
   */
  async upgrade(): Promise<void> {
    if (this.#end || this.#upgrading)
      throw refusal('ERR_INVALID_STATE', 'It ends, or is upgraded already');
    this.#upgrading = true;
    try {
      await this.#handOver();
      this.#events.tell({ type: 'upgraded' });
    } catch (error) {
      const detail = (error as Error).message;
      this.#events.tell({ type: 'upgrade-failed', detail });
      throw error;
    } finally {
      this.#upgrading = false;
    }
    this.#end ??= this.#finish('drain', false);
    await this.#end;
  }

  async #handOver(): Promise<void> {
    const { child, channel } = startAnew(this.#plan.listeners);
    detach(child); // its channel tells all there is to know
    try {
      if (await hears(channel, 'ready')) {
        const file = this.#pidFile;
        channel.send({ type: 'go' }, file?.fds);
        const taken = await hears(channel, 'taken');
        if (taken) {
          if (taken.pidFile) file?.handOver();
          else file?.release();
          this.#notify({ mainpid: child.pid });
          return;
        }
        file?.reclaim();
      }
      throw refusal(
        'ERR_PREFORK_ENDED',
        `The new master, process ${child.pid}, has given up`,
      );
    } finally {
      channel.close();
    }
  }

  /**
   * Ends the workers, and resolves when they have ended: when they have served
   * what is under way, within `graceMs`, as SIGQUIT; or at once, as SIGTERM.
   */
  stop({ graceful = true }: { graceful?: boolean } = {}): Promise<void> {
    if (!this.#end) {
      this.#events.tell({ type: 'stopping' });
      this.#notify({ stopping: true });
      this.#end = this.#finish(graceful ? 'close' : 'now', true);
    } else if (!graceful) void this.#crew.stop('now');
    return this.#end;
  }

  /** `remove`: nobody serves at these addresses any more. */
  async #finish(how: Ending, remove: boolean): Promise<void> {
    closeListeners(this.#plan.listeners, remove);
    await this.#crew.stop(how);
    this.#listenToSignals(false);
    this.#pidFile?.release();
    this.#events.end();
    this.#options.ended();
  }

  /** What happens from now on, until all has ended. */
  events(): AsyncIterableIterator<PreforkEvent, undefined> {
    return this.#events.listen();
  }

  #leave(end: Promise<void>): void {
    end.then(
      () => setImmediate(() => process.exit()), // the last events are read
      () => {}, // one has told why it is not the end
    );
  }

  #change(by: number): void {
    this.#crew.wanted = Math.max(1, this.#crew.wanted + by);
    this.#crew.fill();
  }
}

const acquire = (path: Path | undefined) =>
  path === undefined ? undefined : PidFile.acquire(path);

function adopt(fd: number | undefined, path: Path | undefined) {
  if (fd === undefined) return undefined;
  const file = path === undefined ? undefined : PidFile.adopt(fd, path);
  if (!file) close(fd); // it has a file of its own, or none
  return file;
}

function pssOf(pid: number): bigint {
  try {
    return smapsRollup(pid).Pss;
  } catch {
    return 0n; // it has ended
  }
}
