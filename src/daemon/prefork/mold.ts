// The mold of prefork(): has run `setup`, serves nobody, and forks workers that
// share its memory. A worker may become the next one.

import { close } from '../../posix/fd.js';
import { setPdeathsig } from '../../posix/prctl.js';
import { become, type Channel, tell } from './channel.js';
import { forkFor } from './descend.js';
import type { Birth, Cast, News, Order, Plan } from './plan.js';
import { runWorker } from './worker.js';

/** Those that a terminal sends to all of a group are for the master alone. */
const mastersOwn = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGUSR2',
  'SIGTTIN',
  'SIGTTOU',
] as const;

const ignore = () => {}; // not SIG_IGN, which programs would inherit

/**
 * What is young would be moved, and so copied, in each worker; and a young
 * generation that has grown would be filled anew in each, 32 MB and more. The
 * inspector's collection makes it small again, and gc() does not.
 */
async function collectGarbage(): Promise<void> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.enable');
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}

/** Answers an order to fork. */
async function answer(
  channel: Channel<News>,
  fd: number,
  forking: () => Promise<number>,
): Promise<void> {
  try {
    channel.send({ type: 'forked', pid: await forking() });
  } catch (error) {
    channel.send({ type: 'unforked', error: tell(error) });
  } finally {
    close(fd);
  }
}

/** The life of a mold, to its end. */
async function serve<Ctx>(
  plan: Plan<Ctx>,
  cast: Cast,
  channel: Channel<News>,
  warmUp: () => Ctx | Promise<Ctx>,
): Promise<void> {
  let ctx: Ctx;
  try {
    ctx = await warmUp();
    await plan.hooks.afterMoldFork?.(ctx);
  } catch (error) {
    channel.send({ type: 'failed', error: tell(error) });
    throw error;
  }
  await collectGarbage().catch(() => {}); // a Node without an inspector
  channel.send({ type: 'ready' });
  for await (const message of channel.messages<Order>()) {
    if (message.type !== 'worker') return;
    const fd = message.fds[0] as number;
    await answer(channel, fd, async () => {
      await plan.hooks.beforeFork?.(ctx);
      return forkFor(plan.master, fd, (channel) =>
        live(plan, ctx, { ...message, ...cast }, channel),
      );
    });
  }
}

function live<Ctx>(
  plan: Plan<Ctx>,
  ctx: Ctx,
  birth: Birth,
  channel: Channel<News>,
): Promise<void> {
  return runWorker(plan, ctx, birth, channel, (cast, fd) =>
    answer(channel, fd, async () => {
      await plan.hooks.beforeFork?.(ctx);
      return forkFor(plan.master, fd, (channel) =>
        serve(plan, cast, channel, () => ctx),
      );
    }),
  );
}

/** The life of a mold that the master has just forked. */
export async function runMold<Ctx>(
  plan: Plan<Ctx>,
  cast: Cast,
  fd: number,
): Promise<void> {
  const channel = become<News>(fd);
  setPdeathsig('SIGKILL', plan.master);
  for (const signal of mastersOwn) process.on(signal, ignore);
  await serve(plan, cast, channel, plan.setup);
}
