// What a master tells of itself: each who listens gets all from then on.

/** What has happened, for who listens to {@link Master}. */
export type PreforkEvent = {
  /**
   * 'mold': a new one forks the workers from now on. 'ready': a worker serves.
   * 'exit', 'mold-exit': one has ended; `detail` says how. 'fatal': ten workers
   * in a row have ended as soon as they had started; attempts go on, every 30 s
   * at last. Others are what their names say; `detail` is an error's message.
   */
  type:
    | 'mold'
    | 'ready'
    | 'exit'
    | 'mold-exit'
    | 'reloaded'
    | 'reload-failed'
    | 'reforked'
    | 'refork-failed'
    | 'upgraded'
    | 'upgrade-failed'
    | 'fatal'
    | 'stopping';
  /** The worker's. */
  id?: number;
  pid?: number | undefined;
  detail?: string;
};

type Result = IteratorResult<PreforkEvent, undefined>;

const done: Result = { done: true, value: undefined };

class Listening implements AsyncIterableIterator<PreforkEvent, undefined> {
  readonly #queue: PreforkEvent[] = [];
  readonly #waiting: ((result: Result) => void)[] = [];
  #open = true;

  constructor(readonly leave: (self: Listening) => void) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result> {
    const value = this.#queue.shift();
    if (value) return { done: false, value };
    if (!this.#open) return done;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async return(): Promise<Result> {
    this.#queue.length = 0;
    this.end();
    return done;
  }

  hear(value: PreforkEvent): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting({ done: false, value });
    else this.#queue.push(value);
  }

  end(): void {
    this.#open = false;
    this.leave(this);
    for (const waiting of this.#waiting.splice(0)) waiting(done);
  }
}

export class Events {
  readonly #all = new Set<Listening>();

  tell(event: PreforkEvent): void {
    for (const one of this.#all) one.hear(event);
  }

  listen(): AsyncIterableIterator<PreforkEvent, undefined> {
    const one = new Listening((self) => this.#all.delete(self));
    this.#all.add(one);
    return one;
  }

  end(): void {
    for (const one of this.#all) one.end();
  }
}
