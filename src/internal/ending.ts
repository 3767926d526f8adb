// Waiting for the end of a child on the event loop, by its pidfd: no thread is
// held, and however late it is, never another child of the same number is
// taken. pidfd_open(2), waitid(2) with P_PIDFD. Of any other process as well, but
// only its parent gets its status.

import { constants as os } from 'node:os';
import { onAbort } from './abort.js';
import { binding, constants } from './binding.js';
import { registry } from './registry.js';
import {
  decodeWithUsage,
  type Ended,
  type FoundWithUsage,
  type Waited,
} from './status.js';

const native = binding<{
  pidfd_open(pid: number, flags: number): number;
  holdFd(fd: number): void;
  closeHeld(fd: number): void;
  reap(pidfd: number, pid: number): FoundWithUsage | null;
  waitid(idtype: number, id: number, options: number): unknown;
  watch(fd: number, callback: () => void): object;
  unwatch(handle: object): void;
  refWatch(handle: object, on: boolean): void;
  unwatchAll(): void;
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

// A forked child has no business waiting for its siblings. What was watched
// before the fork is not watched any more.
let generation = 0;
registry.mends.add(() => {
  native.unwatchAll();
  generation++;
});

// A child that somebody else has waited for leaves its pidfd behind.
const forgotten = new FinalizationRegistry<number>((fd) =>
  native.closeHeld(fd),
);

type Result = Waited | Ended;

const { P_PIDFD, WEXITED, WNOHANG, WNOWAIT } = constants;

function isChild(pidfd: number): boolean {
  try {
    native.waitid(P_PIDFD, pidfd, WEXITED | WNOHANG | WNOWAIT);
    return true;
  } catch {
    return false; // ECHILD
  }
}

export class Ending {
  readonly pid: number;
  readonly #generation = generation;
  readonly #isChild: boolean;
  #pidfd: number | undefined; // until the child has been waited for
  #watch: object | undefined;
  #waiting = 0;
  #detached = false;
  readonly #result: Promise<Result>;
  #resolve!: (result: Result) => void;
  #reject!: (error: unknown) => void;

  /** With `pidfd`, a child that was just made. */
  constructor(pid: number, pidfd?: number) {
    // Nobody lives to see his own end: the wait would last for ever.
    if (pid === process.pid) native.throwErrno(os.errno.ECHILD, 'waitpid', pid);
    this.#pidfd = pidfd ?? native.pidfd_open(pid, 0);
    native.holdFd(this.#pidfd);
    this.#isChild = pidfd !== undefined || isChild(this.#pidfd);
    forgotten.register(this, this.#pidfd, this);
    this.pid = pid;
    this.#result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#result.catch(() => {}); // whoever waits is told
  }

  /** Undefined when the child has been waited for. */
  get pidfd(): number | undefined {
    return this.#pidfd;
  }

  async wait(signal: AbortSignal | undefined): Promise<Result> {
    signal?.throwIfAborted();
    this.#waiting++;
    try {
      this.#start();
      this.#ref();
      return await new Promise<Result>((resolve, reject) => {
        const stop = onAbort(signal, () => reject(signal?.reason));
        this.#result.then(resolve, reject).finally(stop);
      });
    } finally {
      this.#waiting--;
      if (this.#detached) this.#ref();
      else if (this.#waiting === 0) this.#unwatch();
    }
  }

  /** Waits though nobody asks. */
  detach(): void {
    this.#start();
    this.#detached = true;
    this.#ref();
  }

  close(): void {
    this.#unwatch();
    forgotten.unregister(this);
    if (this.#pidfd !== undefined) native.closeHeld(this.#pidfd);
    this.#pidfd = undefined;
  }

  #start(): void {
    if (this.#pidfd === undefined) return;
    if (this.#generation !== generation)
      native.throwErrno(os.errno.ECHILD, 'waitpid', this.pid);
    if (this.#watch) return;
    this.#reap(); // it may have ended already
    if (this.#pidfd !== undefined)
      this.#watch = native.watch(this.#pidfd, () => this.#reap());
  }

  #reap(): void {
    try {
      const found = native.reap(this.#pidfd as number, this.pid);
      if (!found) return; // a pidfd may wake up for nothing
      this.#resolve(decodeWithUsage(found));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // ECHILD: somebody else has waited for our child
      if (this.#isChild || code !== 'ECHILD') this.#reject(error);
      else this.#resolve({ pid: this.pid, kind: 'ended' });
    }
    this.close();
  }

  /** Only those who ask keep the loop alive. */
  #ref(): void {
    if (this.#watch && this.#generation === generation)
      native.refWatch(this.#watch, this.#waiting > 0);
  }

  #unwatch(): void {
    if (this.#watch && this.#generation === generation)
      native.unwatch(this.#watch);
    this.#watch = undefined;
  }
}
