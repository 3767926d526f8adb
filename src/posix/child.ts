// A child process as an object, held by its pidfd: pidfd_open(2),
// pidfd_send_signal(2). However late a signal is sent, it never reaches a
// stranger who got the same number.

import type { Socket } from 'node:net';
import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { Ending } from '../internal/ending.js';
import { type Signal, toSignal } from '../internal/signals.js';
import type { Ended, Waited } from '../internal/status.js';
import { abortSignal, pid as checkPid, object } from '../internal/validate.js';

const native = binding<{
  pidfd_send_signal(pidfd: number, signo: number, pid: number): void;
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

/** For what is done to a child and is no method of it. */
export let endingOf: (child: Child) => Ending;

/**
 * A child of this process. `wait()` settles when it has ended and removes it
 * from the process table; until somebody waits, or {@link detach} is
 * told that nobody will, it stays a zombie. Of a process that is no child it only
 * tells `{ pid, kind: 'ended' }`: a `Child<Ended>`.
 *
 * @example
 * import { forkChild } from 'posix-proc';
 * const child = await forkChild(() => 3);
 * console.log(await child.wait()); // { pid: …, kind: 'exited', code: 3, … }
 */
export class Child<Result extends Waited | Ended = Waited> {
  readonly pid: number;
  /** What {@link spawn} has made of `'pipe'`, here and under 3 and above. */
  declare readonly stdin?: Socket;
  declare readonly stdout?: Socket;
  declare readonly stderr?: Socket;
  declare readonly stdio?: readonly (Socket | undefined)[];
  readonly #ending: Ending;

  static {
    endingOf = (child) => child.#ending;
  }

  /** Takes charge of the child `pid` of this process. */
  constructor(pid: number);
  /** @internal */
  constructor(ending: Ending);
  constructor(child: number | Ending) {
    this.#ending =
      child instanceof Ending ? child : new Ending(checkPid(child));
    this.pid = this.#ending.pid;
  }

  /**
   * Resolves when the child has ended. It does not block: the event loop
   * watches the child's pidfd, and stays alive meanwhile. An aborted `signal`
   * rejects with its reason and leaves the child alone. ECHILD: somebody else
   * has waited for it, or it is the child of this process's parent.
   *
   * It does not wait for what the child has written to its pipes: that can be
   * read before and after.
   */
  async wait(options: { signal?: AbortSignal } = {}): Promise<Result> {
    object(options, 'options');
    const signal = abortSignal(options.signal, 'options.signal');
    const result = await this.#ending.wait(signal);
    this.stdin?.destroy(); // nobody reads it any more
    return result as Result;
  }

  /**
   * `pidfd_send_signal(pidfd, sig)`: SIGTERM unless told otherwise. ESRCH: the
   * child has ended and has been waited for.
   */
  kill(sig: Signal = 'SIGTERM'): void {
    const signo = toSignal(sig, 'sig', 0);
    const { pidfd } = this.#ending;
    if (pidfd !== undefined) native.pidfd_send_signal(pidfd, signo, this.pid);
    else native.throwErrno(os.errno.ESRCH, 'pidfd_send_signal', this.pid);
  }

  /**
   * Ends the child by SIGKILL if it still runs, waits for it and closes its
   * pipes.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of this.stdio ?? []) stream?.destroy();
    if (this.#ending.pidfd === undefined) return;
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
}
