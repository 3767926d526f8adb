// The other two of the three processes: the zygote, which has set up and forks,
// and a job.

import { refusal } from '../../internal/errors.js';
import { names } from '../../internal/signals.js';
import type { Child } from '../../posix/child.js';
import { close } from '../../posix/fd.js';
import { getpid } from '../../posix/ids.js';
import { pidfd_open } from '../../posix/pidfd.js';
import { POLLHUP, poll } from '../../posix/poll.js';
import { setPdeathsig } from '../../posix/prctl.js';
import { SIG_DFL, sigaction } from '../../posix/signal.js';
import { recvFdsAsync } from '../../posix/socket.js';
import { forkWhenAllowed } from '../prevent-fork.js';
import { toCarried } from './errors.js';
import {
  drop,
  hear,
  keep,
  type Outcome,
  share,
  tell,
  tellAsync,
  toBytes,
} from './wire.js';

type Jobs = Record<string, (ctx: never, arg: never) => unknown>;

/**
 * What the caller does at a signal, or with an error, is its own business: a
 * listener that shuts it down would do so once more.
 */
function forgetListeners(): void {
  const events = ['uncaughtException', 'uncaughtExceptionMonitor']
    .concat(['unhandledRejection', 'rejectionHandled'])
    .concat([...names.values()]);
  for (const event of events) process.removeAllListeners(event);
  if (process.hasUncaughtExceptionCaptureCallback())
    process.setUncaughtExceptionCaptureCallback(null);
  for (const signal of names.values()) {
    try {
      if (typeof sigaction(signal).handler === 'function')
        sigaction(signal, { handler: SIG_DFL });
    } catch {
      // EINVAL: those of the C library.
    }
  }
}

function bytesOf(what: string, outcome: Outcome): Buffer {
  try {
    return toBytes(outcome);
  } catch (cause) {
    const { message } = cause as Error;
    const error = refusal(
      'ERR_ZYGOTE_RESULT',
      `What ${what} has returned cannot be cloned: ${message}`,
    );
    return toBytes({ kind: 'error', error: toCarried(error) });
  }
}

/**
 * Does it, and tells the caller how it went. False after an error, and in a child
 * that it has forked and that has come to its end as well.
 */
async function perform(
  sock: number,
  what: string,
  main: () => unknown,
): Promise<boolean> {
  const self = getpid();
  const say = (outcome: Outcome) => {
    if (getpid() === self) tell(sock, bytesOf(what, outcome));
  };
  const monitor = (error: unknown) =>
    say({ kind: 'uncaught', error: toCarried(error) });
  process.on('uncaughtExceptionMonitor', monitor);
  try {
    say({ kind: 'result', result: await main() });
    return getpid() === self;
  } catch (error) {
    say({ kind: 'error', error: toCarried(error) });
    return false;
  } finally {
    process.off('uncaughtExceptionMonitor', monitor);
  }
}

/** What a child does, with its copy of what setup has made. */
async function work(
  sock: number,
  zygote: number,
  jobs: Jobs,
  ctx: unknown,
): Promise<void> {
  keep(sock);
  setPdeathsig('SIGKILL', zygote);
  const pidfd = pidfd_open(getpid());
  tell(sock, toBytes({ kind: 'started' }), [pidfd]);
  close(pidfd);
  const request = hear(sock);
  if (!request) return; // nobody waits for it any more
  const { name, arg } = request;
  const run = () => jobs[name]?.(ctx as never, arg as never);
  await perform(sock, `the job '${name}'`, run);
}

/** Whether nobody waits for the job any more. */
function isGivenUp(sock: number): boolean {
  const [{ revents } = { revents: 0 }] = poll([{ fd: sock, events: 0 }], 0);
  return (revents & POLLHUP) !== 0;
}

async function tellEnd(sock: number, child: Child): Promise<void> {
  try {
    // ECHILD: what setup has begun waits for children that are not its own.
    const ended = await child.wait().catch(() => undefined);
    await tellAsync(sock, toBytes({ kind: 'ended', ended }));
  } finally {
    drop(sock);
  }
}

/** The jobs under way, and until their ends have been told. */
const running = new Map<Child, Promise<void>>();

async function start(sock: number, jobs: Jobs, ctx: unknown): Promise<void> {
  keep(sock);
  if (isGivenUp(sock)) return drop(sock);
  const zygote = getpid();
  try {
    const child = await forkWhenAllowed(
      () => work(sock, zygote, jobs, ctx),
      () => share(sock),
    );
    keep(sock);
    const end = tellEnd(sock, child).finally(() => running.delete(child));
    running.set(child, end);
  } catch (error) {
    tell(sock, toBytes({ kind: 'error', error: toCarried(error) }));
    drop(sock);
  }
}

/**
 * What the zygote does: `setup`, and then a child for each socket that comes over
 * `control`, until the caller closes that.
 */
export async function serve(
  control: number,
  caller: number,
  setup: () => unknown,
  jobs: Jobs,
): Promise<number> {
  keep(control);
  setPdeathsig('SIGKILL', caller);
  forgetListeners();
  const zygote = getpid();
  let ctx: unknown;
  const isSetUp = await perform(control, 'setup', async () => {
    ctx = await setup();
  });
  if (!isSetUp) return getpid() === zygote ? 1 : 0;
  setPdeathsig('SIGKILL', caller); // a change of ids has reset it
  for (;;) {
    const { fds } = await recvFdsAsync(control, 1, 1);
    const [sock] = fds;
    if (sock === undefined) break;
    await start(sock, jobs, ctx);
  }
  // Those that the caller has given up before they had started.
  const left = [...running].map(async ([child, end]) => {
    await child[Symbol.asyncDispose]();
    await end;
  });
  await Promise.all(left);
  return 0;
}
