// A mold or a worker, as the master knows it.

import { setTimeout as delay } from 'node:timers/promises';
import { refusal } from '../../internal/errors.js';
import type { WaitResult } from '../../internal/status.js';
import { Child } from '../../posix/child.js';
import { close } from '../../posix/fd.js';
import { getpid } from '../../posix/ids.js';
import { describeStatus } from '../../posix/status.js';
import { stat } from '../../proc/stat.js';
import { Channel, untell } from './channel.js';
import type { Cast, Ending, Forked, News, Order } from './plan.js';

type Settle<T> = { resolve(value: T): void; reject(error: Error): void };

function deferred<T>(): { promise: Promise<T> } & Settle<T> {
  const settle = {} as Settle<T>;
  const promise = new Promise<T>((resolve, reject) =>
    Object.assign(settle, { resolve, reject }),
  );
  promise.catch(() => {}); // whoever waits is told
  return { promise, ...settle };
}

const tooSoon = ({ pid, status }: WaitResult) =>
  refusal(
    'ERR_PREFORK_ENDED',
    `Process ${pid} has ended before it was ready: ${describeStatus(status)}`,
  );

async function reapOrphan(pid: number): Promise<void> {
  await delay(10); // it may be its parent's for another moment
  try {
    if (stat(pid).ppid === getpid()) await new Child(pid).wait();
  } catch {
    // ESRCH: it was somebody else's.
  }
}

export class Member {
  readonly generation: number;
  readonly level: number;
  state: 'starting' | 'ready' | 'stopping' = 'starting';
  #over = false;
  /** It was told to end. */
  asked = false;
  readyAt = Number.POSITIVE_INFINITY;
  #child: Child | undefined;
  readonly #channel: Channel<Order>;
  readonly #forks: Settle<number>[] = [];
  /** Who was on the way to become it. */
  readonly #here: number[] = [];
  readonly #followed: Promise<void>;
  #deadline: NodeJS.Timeout | undefined;
  readonly #ready = deferred<void>();
  readonly #ended = deferred<WaitResult | Error>();

  /** `fd` is its channel. */
  constructor(
    fd: number,
    { generation, level }: Cast,
    readonly warm = () => {},
  ) {
    this.generation = generation;
    this.level = level;
    this.#channel = new Channel(fd);
    this.#followed = this.#follow();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it is at work; rejects if it ends before. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** How it has ended, or why it has never begun. */
  get ended(): Promise<WaitResult | Error> {
    return this.#ended.promise;
  }

  /** This is it, a child of this process. */
  begin(child: Child): void {
    this.#child = child;
    child.wait().then(
      (result) => this.#end(result),
      (error) => this.#end(error), // somebody else has waited for it
    );
  }

  async #follow(): Promise<void> {
    for await (const news of this.#channel.messages<News>()) {
      if (news.type === 'ready') this.#work();
      else if (news.type === 'failed') this.#ready.reject(untell(news.error));
      else if (news.type === 'warm') this.warm();
      else if (news.type === 'here') this.#here.push(news.pid);
      else this.#answered(news);
    }
  }

  #work(): void {
    if (this.state === 'starting') this.state = 'ready';
    this.readyAt = performance.now();
    this.#ready.resolve();
  }

  #answered(answer: Forked): void {
    const waiting = this.#forks.shift();
    if (answer.type === 'forked') waiting?.resolve(answer.pid);
    else waiting?.reject(untell(answer.error));
  }

  #end(how: WaitResult | Error): void {
    this.#over = true;
    clearTimeout(this.#deadline);
    this.state = 'stopping';
    // What it has said at last is read first.
    setImmediate(() => {
      const early = how instanceof Error ? how : tooSoon(how);
      this.#ready.reject(early);
      for (const { reject } of this.#forks.splice(0)) reject(early);
      this.#channel.close();
      this.#ended.resolve(how);
    });
  }

  /**
   * It has not come to be. But whoever was to fork it may have died over that, and
   * left somebody behind, who is told to end.
   */
  async fail(error: Error): Promise<void> {
    this.#over = true;
    this.state = 'stopping';
    clearTimeout(this.#deadline);
    this.#ready.reject(error);
    this.#channel.send({ type: 'end', how: 'now' });
    await this.#followed; // all who have the other end are ending
    await Promise.all(this.#here.map(reapOrphan));
    this.#channel.close();
    this.#ended.resolve(error);
  }

  /**
   * Has it fork a process that gets the channel `fd`. Resolves with the pid; who
   * does not answer within `timeoutMs` is stuck.
   */
  async fork(order: Order, fd: number, timeoutMs?: number): Promise<number> {
    const heard = this.#channel.send(order, [fd]);
    close(fd);
    if (!heard) throw refusal('ERR_PREFORK_ENDED', 'There is nobody to fork');
    const answer = deferred<number>();
    this.#forks.push(answer);
    const late = timeoutMs && setTimeout(() => this.#kill(), timeoutMs);
    return answer.promise.finally(() => clearTimeout(late));
  }

  /** Tells it to end, and sees to it that it does within `graceMs`. */
  stop(how: Ending, graceMs: number): void {
    if (this.#over) return;
    this.asked = true;
    this.state = 'stopping';
    this.#channel.send({ type: 'end', how });
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#kill(), graceMs);
  }

  #kill(): void {
    try {
      this.#child?.kill('SIGKILL');
    } catch {
      // ESRCH: it has ended in this moment.
    }
  }
}
