// Who works for the master of prefork(): a mold, and the workers that it has
// forked. Who dies is replaced, with patience.

import { setTimeout as delay } from 'node:timers/promises';
import { refusal } from '../../internal/errors.js';
import type { WaitResult } from '../../internal/status.js';
import { Child } from '../../posix/child.js';
import { close } from '../../posix/fd.js';
import { getChildSubreaper, setChildSubreaper } from '../../posix/prctl.js';
import { describeStatus } from '../../posix/status.js';
import { forkWhenAllowed } from '../prevent-fork.js';
import { channelPair } from './channel.js';
import type { PreforkEvent } from './events.js';
import { Member } from './member.js';
import { runMold } from './mold.js';
import type { Cast, Ending, Order, Plan } from './plan.js';

type Tell = (
  type: PreforkEvent['type'],
  about?: { id?: number; pid?: number | undefined; detail?: string },
) => void;

/** It counts its requests in its slot. */
export type Worker = Member & { readonly id: number; readonly slot: number };

/** An end so soon after the start is one of a crash loop. */
const soonMs = 1000;
/** So many in a row are replaced at once. */
const atOnce = 5;
/** After so many it will hardly get better by itself. */
const fatal = 10;
const longestMs = 30_000;
/** Who is to end now does so, or is killed. */
const nowMs = 1000;

type End = WaitResult | Error;

const describe = (how: End) =>
  how instanceof Error ? how.message : describeStatus(how.status);

export class Crew<Ctx> {
  wanted: number;
  readonly workers = new Set<Worker>();
  readonly #plan: Plan<Ctx>;
  readonly #graceMs: number;
  readonly #tell: Tell;
  readonly #leave: () => void;
  readonly #molds = new Set<Member>();
  #mold: Member | undefined; // which forks the workers
  #replacing = false;
  #refork: Promise<void> | undefined;
  #generation = -1;
  #stopping = false;
  #earlyEnds = 0;
  #lastStart = 0;
  #later: NodeJS.Timeout | undefined;
  #turns: Promise<unknown> = Promise.resolve();
  #reload: Promise<void> | undefined; // which has not begun
  #newest = 0;
  #forking = 0;
  #wasSubreaper = false;
  #changed: (error?: Error) => void = () => {};

  /** `leave` runs in a new mold: what is the master's own ends there. */
  constructor(
    plan: Plan<Ctx>,
    wanted: number,
    graceMs: number,
    tell: Tell,
    leave: () => void,
  ) {
    this.#plan = plan;
    this.wanted = wanted;
    this.#graceMs = graceMs;
    this.#tell = tell;
    this.#leave = leave;
  }

  /** Resolves when all are at work, or rejects when they never will. */
  async start(): Promise<void> {
    const mold = await this.#cast();
    await new Promise<void>((resolve, reject) => {
      this.#changed = (error) => {
        if (this.#isFull()) resolve();
        else if (error && this.#earlyEnds >= atOnce) reject(error);
      };
      this.#use(mold);
    });
    this.#changed = () => {};
  }

  #isFull(): boolean {
    const ready = [...this.workers].filter((it) => it.state === 'ready');
    return new Set(ready.map(({ id }) => id)).size >= this.wanted;
  }

  // ---- molds

  #addMold(fd: number, cast: Cast): Member {
    const mold = new Member(fd, cast);
    this.#molds.add(mold);
    void mold.ended.then((how) => this.#moldEnded(mold, how));
    return mold;
  }

  #moldEnded(mold: Member, how: End): void {
    this.#molds.delete(mold);
    if (mold.asked) return;
    const { pid } = mold;
    this.#tell('mold-exit', { pid, detail: describe(how) });
    if (mold !== this.#mold) return; // who waits for it is told
    this.#mold = undefined;
    this.#noteEnd(mold);
    this.fill();
  }

  /** Forks a mold, which runs setup. */
  async #cast(): Promise<Member> {
    this.#refuseAtTheEnd();
    const cast = { generation: ++this.#generation, level: 0 };
    const [ours, theirs] = channelPair();
    const mold = this.#addMold(ours, cast);
    try {
      const child = await forkWhenAllowed(() => {
        this.#leave();
        return runMold(this.#plan, cast, theirs);
      });
      mold.begin(child);
    } catch (error) {
      void mold.fail(error as Error);
    } finally {
      close(theirs);
    }
    await mold.ready;
    return mold;
  }

  /** Has a worker become one. */
  async #recast(worker: Worker): Promise<Member> {
    this.#refuseAtTheEnd();
    const cast = {
      generation: ++this.#generation,
      level: worker.level + 1,
    };
    const [ours, theirs] = channelPair();
    const mold = this.#addMold(ours, cast);
    await this.#adopt(mold, worker, { type: 'mold', ...cast }, theirs);
    await mold.ready;
    return mold;
  }

  /** From now on workers come from this one. */
  #use(mold: Member): void {
    this.#mold?.stop('now', nowMs);
    this.#mold = mold;
    this.#tell('mold', { pid: mold.pid });
    this.fill();
  }

  // ---- workers

  /**
   * Gets `member` from one that forks it. Only meanwhile is this process a
   * subreaper: it has no business with what its workers leave behind.
   */
  async #adopt(
    member: Member,
    from: Member,
    order: Order,
    fd: number,
  ): Promise<void> {
    if (this.#forking++ === 0) {
      this.#wasSubreaper = getChildSubreaper();
      setChildSubreaper(true);
    }
    try {
      // A worker may take its time; whether it is stuck it knows itself.
      const timeoutMs = order.type === 'worker' ? this.#plan.timeoutMs : 0;
      member.begin(new Child(await from.fork(order, fd, timeoutMs)));
    } catch (error) {
      void member.fail(error as Error);
    } finally {
      if (--this.#forking === 0) setChildSubreaper(this.#wasSubreaper);
    }
  }

  /** Resolves when the new worker is at work. */
  async #hire(id: number, mold: Member): Promise<void> {
    this.#refuseAtTheEnd();
    const taken = new Set([...this.workers].map((it) => it.slot));
    let slot = 0;
    while (taken.has(slot)) slot++;
    this.#plan.counters[slot] = 0;
    const [ours, theirs] = channelPair();
    const member = new Member(ours, mold, () => this.#warm(worker));
    const worker: Worker = Object.assign(member, { id, slot });
    this.workers.add(worker);
    void worker.ended.then((how) => this.#workerEnded(worker, how));
    this.#lastStart = performance.now();
    await this.#adopt(worker, mold, { type: 'worker', id, slot }, theirs);
    try {
      await worker.ready;
      this.#tell('ready', { id, pid: worker.pid });
      this.#changed();
    } catch (error) {
      await worker.ended; // and has been noted
      this.#changed(error as Error);
      throw error;
    }
  }

  #workerEnded(worker: Worker, how: End): void {
    this.workers.delete(worker);
    const { id, pid } = worker;
    this.#tell('exit', { id, pid, detail: describe(how) });
    if (!worker.asked && worker.generation === this.#mold?.generation)
      this.#noteEnd(worker);
    this.fill();
  }

  #noteEnd({ readyAt }: { readyAt: number }): void {
    const early = performance.now() - readyAt < soonMs;
    this.#earlyEnds = early ? this.#earlyEnds + 1 : 0;
    if (this.#earlyEnds === fatal) this.#tell('fatal');
  }

  /** How long to wait before the next attempt. */
  #patience(): number {
    if (this.#earlyEnds < atOnce) return 0;
    const pause = Math.min(1000 * 2 ** (this.#earlyEnds - atOnce), longestMs);
    return this.#lastStart + pause - performance.now();
  }

  /** Whoever is missing starts, who is one too many ends. */
  fill(): void {
    clearTimeout(this.#later);
    if (this.#stopping) return;
    for (const worker of this.workers)
      if (worker.id >= this.wanted) this.#dismiss(worker);
    const ids = Array.from({ length: this.wanted }, (_, id) => id);
    const missing = ids.filter((id) => !this.#holder(id));
    for (const id of this.#mold ? missing : [-1]) {
      const pause = this.#patience();
      if (pause > 0) {
        this.#later = setTimeout(() => this.fill(), pause);
        return;
      }
      if (this.#mold) this.#hire(id, this.#mold).catch(() => {});
      else void this.#replaceMold();
    }
  }

  #holder(id: number): Worker | undefined {
    return [...this.workers].find(
      (worker) => worker.id === id && worker.state !== 'stopping',
    );
  }

  async #replaceMold(): Promise<void> {
    if (this.#replacing) return;
    this.#replacing = true;
    this.#lastStart = performance.now();
    try {
      const mold = await this.#cast();
      if (this.#mold)
        mold.stop('now', nowMs); // a reload was faster
      else this.#use(mold);
    } catch (error) {
      this.#noteEnd({ readyAt: Number.POSITIVE_INFINITY });
      this.#changed(error as Error);
    } finally {
      this.#replacing = false;
    }
    this.fill();
  }

  #dismiss(worker: Worker): void {
    if (!worker.asked) worker.stop('drain', this.#graceMs);
  }

  // ---- another generation

  /** What replaces molds happens in turn. */
  #inTurn(replace: () => Promise<void>): Promise<void> {
    const turn = this.#turns.then(replace);
    this.#turns = turn.catch(() => {});
    return turn;
  }

  /** All workers are replaced by such of a mold that has run setup anew. */
  reload(): Promise<void> {
    this.#newest++; // one that is under way may come to its end
    this.#reload ??= this.#inTurn(() =>
      this.#reported(['reloaded', 'reload-failed'], async () => {
        this.#reload = undefined;
        this.#earlyEnds = 0;
        await this.#replaceAll(await this.#cast());
      }),
    );
    return this.#reload;
  }

  /** All workers are replaced by such that share the memory of the warmest. */
  refork(worker = this.#warmest()): Promise<void> {
    this.#refork ??= this.#reported(['reforked', 'refork-failed'], async () => {
      if (!worker)
        throw refusal('ERR_INVALID_STATE', 'There is no worker to be forked');
      const mold = await this.#recast(worker);
      await this.#inTurn(() => this.#replaceAll(mold));
    }).finally(() => {
      this.#refork = undefined;
    });
    return this.#refork;
  }

  async #reported(
    [done, failed]: [PreforkEvent['type'], PreforkEvent['type']],
    attempt: () => Promise<void>,
  ): Promise<void> {
    try {
      await attempt();
      this.#tell(done);
    } catch (error) {
      this.#tell(failed, { detail: (error as Error).message });
      throw error;
    }
  }

  #warmest(): Worker | undefined {
    const { counters } = this.#plan;
    const requests = ({ slot }: Worker) => counters[slot] as number;
    return [...this.workers]
      .filter(({ state }) => state === 'ready')
      .sort((a, b) => requests(b) - requests(a))[0];
  }

  #warm(worker: Worker): void {
    if (worker.generation !== this.#mold?.generation) return;
    this.refork(worker).catch(() => {}); // an event has told
  }

  async #replaceAll(mold: Member): Promise<void> {
    const turn = this.#newest;
    if (mold.generation < (this.#mold?.generation ?? 0)) {
      mold.stop('now', nowMs);
      throw refusal('ERR_INVALID_STATE', 'There is a newer mold by now');
    }
    const older = () =>
      [...this.workers].find(
        (it) => it.state !== 'stopping' && it.generation < mold.generation,
      );
    // The first one decides: until then, nothing has changed.
    await this.#hire(older()?.id ?? 0, mold).catch((error) => {
      mold.stop('now', nowMs);
      throw error;
    });
    this.#use(mold);
    for (let next = older(); next; next = older()) {
      const { id } = next;
      const successor = [...this.workers].some(
        (it) =>
          it.id === id &&
          it.generation >= mold.generation &&
          it.state === 'ready',
      );
      if (successor || id >= this.wanted) {
        this.#dismiss(next);
        continue;
      }
      // Should the mold have died, there will be another.
      const pause = this.#mold ? this.#patience() : 50;
      await delay(pause, undefined, { ref: false });
      if (this.#stopping || turn !== this.#newest) return;
      if (this.#mold) await this.#hire(id, this.#mold).catch(() => {});
    }
  }

  // ---- the end

  #refuseAtTheEnd(): void {
    if (this.#stopping)
      throw refusal('ERR_INVALID_STATE', 'This master of prefork() ends');
  }

  async stop(how: Ending): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#later);
    for (const mold of this.#molds) mold.stop('now', nowMs);
    for (const worker of this.workers)
      worker.stop(how, how === 'now' ? nowMs : this.#graceMs);
    const all = [...this.#molds, ...this.workers];
    await Promise.all(all.map(({ ended }) => ended));
  }
}
