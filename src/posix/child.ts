// A child process as an object, held by its pidfd: pidfd_open(2),
// pidfd_send_signal(2). However late a signal is sent, it never reaches a
// stranger who got the same number.

import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { registry } from '../internal/registry.js';
import { type Signal, toSignal } from '../internal/signals.js';
import { abortSignal, pid as checkPid, object } from '../internal/validate.js';
import { type WaitResult, WNOHANG, waitpid } from './wait.js';

const native = binding<{
  pidfd_open(pid: number, flags: number): number;
  pidfd_send_signal(pidfd: number, signo: number, pid: number): void;
  close(fd: number): void;
  watch(fd: number, callback: () => void): object;
  unwatch(handle: object): void;
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

/**
 * A child of this process. `wait()` settles when it has ended and removes it
 * from the process table; until somebody waits, it stays a zombie.
 *
 * @example
 * import { forkChild } from 'posix-proc';
 * const child = await forkChild(() => 3);
 * console.log(await child.wait()); // { pid: …, kind: 'exited', code: 3, … }
 */
export class Child {
  readonly pid: number;
  #pidfd: number | undefined; // until the child has been waited for
  #watch: { handle: object; generation: number } | undefined;
  #waiting = 0;
  readonly #ended: Promise<WaitResult>;
  #resolve!: (result: WaitResult) => void;
  #reject!: (error: unknown) => void;

  /** Takes charge of the child `pid` of this process. */
  constructor(pid: number) {
    this.#pidfd = native.pidfd_open(checkPid(pid), 0);
    this.pid = pid;
    this.#ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#ended.catch(() => {}); // whoever waits is told
  }

  /**
   * Resolves when the child has ended. It does not block: the event loop
   * watches the child's pidfd, and stays alive meanwhile. An aborted `signal`
   * rejects with its reason and leaves the child alone. ECHILD: somebody else
   * has waited for it.
   */
  async wait(options: { signal?: AbortSignal } = {}): Promise<WaitResult> {
    object(options, 'options');
    const signal = abortSignal(options.signal, 'options.signal');
    signal?.throwIfAborted();
    this.#waiting++;
    if (this.#pidfd !== undefined && this.#watch?.generation !== generation) {
      const handle = native.watch(this.#pidfd, () => this.#reap());
      this.#watch = { handle, generation };
    }
    return new Promise<WaitResult>((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.#ended
        .then(resolve, reject)
        .finally(() => signal?.removeEventListener('abort', abort));
    }).finally(() => {
      if (--this.#waiting === 0) this.#unwatch();
    });
  }

  /**
   * `pidfd_send_signal(pidfd, sig)`: SIGTERM unless told otherwise. ESRCH: the
   * child has ended and has been waited for.
   */
  kill(sig: Signal = 'SIGTERM'): void {
    const signo = toSignal(sig, 'sig', 0);
    if (this.#pidfd !== undefined)
      native.pidfd_send_signal(this.#pidfd, signo, this.pid);
    else native.throwErrno(os.errno.ESRCH, 'pidfd_send_signal', this.pid);
  }

  /** Ends the child by SIGKILL if it still runs, and waits for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#pidfd === undefined) return;
    // Somebody else may have waited for it: it has ended, that is all we want.
    const unless = (expected: string) => (error: NodeJS.ErrnoException) => {
      if (error.code !== expected) throw error;
    };
    try {
      this.kill('SIGKILL');
    } catch (error) {
      unless('ESRCH')(error as Error);
    }
    await this.wait().catch(unless('ECHILD'));
  }

  #reap(): void {
    try {
      const result = waitpid(this.pid, WNOHANG);
      if (!result) return; // a pidfd may wake up for nothing
      this.#resolve(result);
    } catch (error) {
      this.#reject(error);
    }
    this.#unwatch();
    if (this.#pidfd !== undefined) native.close(this.#pidfd);
    this.#pidfd = undefined;
  }

  #unwatch(): void {
    if (this.#watch?.generation === generation)
      native.unwatch(this.#watch.handle);
    this.#watch = undefined;
  }
}
