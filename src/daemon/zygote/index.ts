// zygote(): a process that has set up once, and forks a child of itself for each
// job. Manual pages: fork(2), unix(7), pidfd_open(2), PR_SET_PDEATHSIG(2const).

import { onAbort } from '../../internal/abort.js';
import { invalidValue, refusal } from '../../internal/errors.js';
import { mainThreadOnly } from '../../internal/main-thread.js';
import { ready } from '../../internal/readiness.js';
import type { Waited } from '../../internal/status.js';
import {
  abortSignal,
  func,
  integer,
  object,
  oneOf,
  refuseUnknown,
} from '../../internal/validate.js';
import type { Child } from '../../posix/child.js';
import { F_SETFL, fcntl } from '../../posix/fcntl.js';
import { close, O_NONBLOCK, O_RDWR } from '../../posix/fd.js';
import { getpid } from '../../posix/ids.js';
import { pidfd_send_signal, pidfdWaitAsync } from '../../posix/pidfd.js';
import { sendFds } from '../../posix/socket.js';
import { describeStatus } from '../../posix/status.js';
import { detach } from '../../posix/wait.js';
import { forkWhenAllowed } from '../prevent-fork.js';
import { fromCarried } from './errors.js';
import { serve } from './serve.js';
import {
  drop,
  isGone,
  type News,
  news,
  type Outcome,
  pair,
  share,
  tellAsync,
  toBytes,
} from './wire.js';

type JobsWith<Ctx> = Record<string, (ctx: Ctx, arg: never) => unknown>;

/** What {@link zygote} loads, and what can be run in it. */
export type ZygoteOptions<Ctx, J extends JobsWith<Ctx>> = {
  /** What all jobs need: modules, caches, tables. It runs once, in the zygote. */
  setup: () => Ctx | Promise<Ctx>;
  /** What can be run, by name. Each run has a process of its own. */
  jobs: J;
};

/** How long {@link Zygote.run} waits. */
export type RunOptions = {
  /** A job that has not ended by then is killed. */
  timeoutMs?: number;
  /** Kills the job. */
  signal?: AbortSignal;
};

type Argument<Job> = Job extends (ctx: never, arg: infer Arg) => unknown
  ? Arg
  : never;

type Result<Job> = Job extends (...args: never[]) => infer R
  ? Awaited<R>
  : never;

type Rest<Arg> = undefined extends Arg
  ? [arg?: Arg, options?: RunOptions]
  : [arg: Arg, options?: RunOptions];

/** How a process has ended that was to say more: `code` is ERR_ZYGOTE_…ENDED. */
export type EndedError = Error & {
  code: 'ERR_ZYGOTE_JOB_ENDED' | 'ERR_ZYGOTE_ENDED';
  /** Undefined when somebody else has waited for it. */
  ended?: Waited;
};

function endedError(
  code: EndedError['code'],
  what: string,
  ended: Waited | undefined,
  outcome: Outcome | undefined,
): EndedError {
  const how = ended ? `: ${describeStatus(ended.status)}` : '';
  const error = refusal(code, `${what}${how}`);
  if (outcome?.kind === 'uncaught') error.cause = fromCarried(outcome.error);
  return Object.assign(error, { code, ...(ended && { ended }) });
}

/** Nobody speaks any more: should the zygote live, it is of no use. */
async function endOf(child: Child, outcome?: Outcome): Promise<EndedError> {
  kill(() => child.kill('SIGKILL'));
  const ended = await child.wait().catch(() => undefined);
  return endedError('ERR_ZYGOTE_ENDED', 'The zygote has ended', ended, outcome);
}

function kill(send: () => void): void {
  try {
    send();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves when setup has; else the zygote has ended when this rejects. */
async function setUp(child: Child, control: number): Promise<void> {
  let outcome: Outcome | undefined;
  for await (const { message } of news(control)) {
    outcome = message as Outcome;
    if (outcome.kind === 'result') return;
  }
  const error = await endOf(child, outcome);
  throw outcome?.kind === 'error' ? fromCarried(outcome.error) : error;
}

/** A warm process, which {@link zygote} has made. */
class Zygote<J extends JobsWith<never>> {
  readonly pid: number;
  readonly #child: Child;
  readonly #control: number;
  readonly #names: string[];
  readonly #owner = getpid();
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(child: Child, control: number, names: string[]) {
    this.pid = child.pid;
    this.#child = child;
    this.#control = control;
    this.#names = names;
    detach(child);
  }

  /**
   * Forks a child of the zygote, in which the job `name` gets what setup has
   * made, and a clone of `arg`. Resolves with a clone of its result, when the
   * child has ended: as soon as the job has settled it exits, whatever else it has
   * begun. As many run at once as are asked for. Structured clone is that of
   * {@link https://nodejs.org/api/v8.html | v8.serialize()}; an error that the job
   * throws keeps its name, message, stack, cause and own properties as well.
   *
   * However it fails, other jobs go on. ERR_ZYGOTE_JOB_ENDED: the child has ended
   * without a result, by process.exit(), a signal, an exception that nobody has
   * caught (which is the `cause`) or for lack of memory; `ended` is what
   * `waitpid()` says. ERR_ZYGOTE_RESULT: the result cannot be cloned.
   * ERR_ZYGOTE_TIMEOUT: it was killed. What fork() refuses with: there was no
   * child. ERR_ZYGOTE_ENDED: the zygote itself has ended, with all its jobs.
   * ERR_ZYGOTE_CLOSED: close() was called, or this is a child of who made it.
   */
  async run<Name extends keyof J & string>(
    name: Name,
    ...rest: Rest<Argument<J[Name]>>
  ): Promise<Result<J[Name]>>;
  async run(
    name: string,
    arg?: unknown,
    options: RunOptions = {},
  ): Promise<unknown> {
    oneOf(name, 'name', this.#names);
    const { timeoutMs, signal, ...unknown } = object(
      options,
      'options',
    ) as RunOptions;
    refuseUnknown(unknown, 'options');
    if (timeoutMs !== undefined)
      integer(timeoutMs, 'options.timeoutMs', 0, 2 ** 31 - 1); // of setTimeout()
    abortSignal(signal, 'options.signal');
    const request = cloned(name, arg);
    this.#refuseClosed();
    signal?.throwIfAborted();

    const stop = new AbortController();
    const stopAborting = onAbort(signal, () => stop.abort(signal?.reason));
    const sentence = `The job '${name}' has not ended after ${timeoutMs} ms`;
    const late = () => stop.abort(refusal('ERR_ZYGOTE_TIMEOUT', sentence));
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    const running = this.#converse(name, request, stop);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      clearTimeout(timer);
      stopAborting();
    }
  }

  /**
   * Lets no more jobs begin, waits for those that run (their own `timeoutMs` and
   * `signal` may end them), and then ends the zygote: no process is left. The
   * zygote is killed if it has not ended after five seconds. A second call does
   * what the first does.
   */
  async close(): Promise<void> {
    if (getpid() !== this.#owner) return;
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** As `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#running);
    drop(this.#control);
    const late = () => kill(() => this.#child.kill('SIGKILL'));
    const timer = setTimeout(late, 5000);
    // ECHILD: somebody else has waited for it.
    await this.#child.wait().catch(() => {});
    clearTimeout(timer);
  }

  #refuseClosed(): void {
    if (getpid() !== this.#owner)
      throw refusal(
        'ERR_ZYGOTE_CLOSED',
        `The zygote is for process ${this.#owner}, not for its child`,
      );
    if (this.#closing)
      throw refusal('ERR_ZYGOTE_CLOSED', 'The zygote has been closed');
  }

  /** Over the socket `ours`, first with the job and then with the zygote. */
  async #converse(
    name: string,
    request: Buffer,
    stop: AbortController,
  ): Promise<unknown> {
    const { signal } = stop;
    const [ours, theirs] = pair();
    let pidfd: number | undefined;
    let told: Promise<void> | undefined;
    let outcome: Outcome | undefined;
    let end: (News & { kind: 'ended' }) | undefined;
    try {
      await this.#ask(theirs, signal).finally(() => drop(theirs));
      for await (const { message, fds } of news(ours, { signal })) {
        if (message.kind === 'started') {
          [pidfd] = fds;
          told = tellAsync(ours, request, { signal });
          told.catch((error) => stop.abort(error));
        } else if (message.kind === 'ended') {
          end = message;
          break;
        } else {
          outcome = message;
        }
      }
      if (outcome?.kind === 'error') throw fromCarried(outcome.error);
      if (!end) throw await endOf(this.#child);
      if (outcome?.kind === 'result') return outcome.result;
      const what = `The job '${name}' has ended without a result`;
      throw endedError('ERR_ZYGOTE_JOB_ENDED', what, end.ended, outcome);
    } catch (error) {
      if (pidfd !== undefined && !end) await killAndWait(pidfd);
      throw error;
    } finally {
      stop.abort();
      await told?.catch(() => {});
      drop(ours);
      if (pidfd !== undefined) close(pidfd);
    }
  }

  /** Gives the zygote a socket to give to a child. */
  async #ask(sock: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        sendFds(this.#control, '\n', [sock]);
        return;
      } catch (error) {
        if (isGone(error as Error)) throw await endOf(this.#child);
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
      await ready(this.#control, true, signal);
    }
  }
}

export type { Zygote };

/** Now: the caller may change it while the zygote is busy. */
function cloned(name: string, arg: unknown): Buffer {
  try {
    return toBytes({ name, arg });
  } catch (cause) {
    const reason = `cannot be cloned (${(cause as Error).message})`;
    throw invalidValue('arg', reason, arg);
  }
}

/** Its parent may be busy, or gone: the pidfd tells all the same. */
async function killAndWait(pidfd: number): Promise<void> {
  kill(() => pidfd_send_signal(pidfd, 'SIGKILL'));
  await pidfdWaitAsync(pidfd);
}

/**
 * Forks a zygote: a child in which `setup` runs once, and of which each
 * {@link Zygote.run} forks a child in turn, warm with all that setup has loaded
 * and compiled. So a job costs a fork instead of a start of Node, and leaves
 * nothing behind: no memory, no global, no handle. This process has set up
 * nothing itself and stays small. Rejects with what setup has thrown;
 * ERR_ZYGOTE_ENDED: the zygote has ended in it.
 *
 * The zygote has what this process has loaded so far, but not its listeners for
 * signals and uncaught exceptions, nor, as in every `forkChild()`, its
 * handles and timers; and so it is between the zygote and its jobs: connections
 * that setup has made are closed in them. A job may fork and start programs
 * itself; it should wait for them, as they outlive it. The zygote and its jobs are
 * killed when this process ends, however it does. An idle zygote does not keep
 * it from ending, a job does.
 *
 * Refuses as `fork()` does. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/fork.2.html | fork(2)}
 * @example
 * import { zygote } from 'posix-proc/daemon';
 * const warm = await zygote({
 *   setup: () => new Map([['two', 2]]),
 *   jobs: {
 *     double: (words, word) => words.get(word) * 2,
 *     crash: () => process.abort(),
 *   },
 * });
 * console.log(await warm.run('double', 'two')); // 4
 * await warm.run('crash').catch((error) => {
 *   console.log(error.code, error.ended.signal); // ERR_ZYGOTE_JOB_ENDED SIGABRT
 * });
 * await warm.close();
 */
export async function zygote<Ctx, J extends JobsWith<Ctx>>(
  options: ZygoteOptions<Ctx, J>,
): Promise<Zygote<J>> {
  const { setup, jobs, ...unknown } = object(
    options,
    'options',
  ) as ZygoteOptions<Ctx, J>;
  refuseUnknown(unknown, 'options');
  func(setup, 'options.setup');
  for (const [name, job] of Object.entries(object(jobs, 'options.jobs')))
    func(job, `options.jobs.${name}`);
  mainThreadOnly('zygote');

  const caller = getpid();
  let socks: [number, number] | undefined;
  const open = () => socks as [number, number];
  let child: Child;
  try {
    child = await forkWhenAllowed(
      () => serve(open()[1], caller, setup, jobs),
      () => {
        socks = pair();
        share(socks[1]);
      },
    );
  } catch (error) {
    socks?.forEach(drop);
    throw error;
  }
  const [control, theirs] = open();
  drop(theirs);
  try {
    fcntl(control, F_SETFL, O_RDWR | O_NONBLOCK);
    await setUp(child, control);
  } catch (error) {
    drop(control);
    throw error;
  }
  return new Zygote<J>(child, control, Object.keys(jobs));
}
