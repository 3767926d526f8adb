// A worker of prefork(): accepts connections on the master's sockets, until it is
// told to end or its master does.

import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import { createServer, Server } from 'node:net';
import { getpid } from '../../posix/ids.js';
import { setPdeathsig } from '../../posix/prctl.js';
import { timer_create, timer_settime } from '../../posix/timer.js';
import { CLOCK_MONOTONIC } from '../../posix/usage.js';
import { type Channel, tell } from './channel.js';
import { closeListeners, duplicate } from './listeners.js';
import type { Birth, Cast, Ending, News, Order, Plan } from './plan.js';

/** What `worker` is given beside the context. */
export type WorkerHandle = {
  /** From 0 on; whoever replaces a worker has its number. */
  readonly id: number;
  /** Of the mold that it comes from; the first is 0. */
  readonly generation: number;
  /** Lets a server listen on the sockets of `options.listen`. */
  listen(server: Server): void;
};

/**
 * The kernel kills this process when `rearm` is not called for `timeoutMs`: by
 * then, nothing in it may run any more.
 */
function armed(timeoutMs: number): () => void {
  const timer = timer_create(CLOCK_MONOTONIC, { signo: 'SIGKILL' });
  const rearm = () => timer_settime(timer, 0, { valueMs: timeoutMs });
  rearm();
  return rearm;
}

class Servers {
  readonly #all: Server[] = [];
  /** Of HTTP/2, which last as long as the client likes. */
  readonly #sessions = new Set<ServerHttp2Session>();
  #ending: Ending | undefined;

  constructor(readonly counted: () => void) {}

  add(server: Server, fds: number[]): void {
    if (this.#ending) return;
    server.prependListener(
      'request',
      (_: IncomingMessage, response: ServerResponse) => {
        this.counted();
        if (this.#ending) response.shouldKeepAlive = false;
      },
    );
    server.on('session', (session: ServerHttp2Session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
    });
    const { allowHalfOpen = false, noDelay = false } = server as unknown as {
      [option: string]: boolean;
    };
    fds.forEach((fd, i) => {
      // A server has one socket.
      const own =
        i === 0
          ? server
          : createServer({ allowHalfOpen, noDelay }, (socket) =>
              server.emit('connection', socket),
            );
      this.#all.push(own.listen({ fd: duplicate(fd) }));
    });
  }

  async listening(): Promise<void> {
    for (const server of this.#all)
      if (!server.listening) await once(server, 'listening');
  }

  /**
   * Accepts no more, and resolves when the last connection has ended. Idle ones
   * are closed; if others serve on, when their time is over: a request may be on
   * its way, and its response is the last then.
   */
  async end(how: Ending): Promise<void> {
    if (how === 'close') setInterval(() => this.#closeIdle(), 50);
    if (this.#ending) return new Promise(() => {}); // the first one resolves
    this.#ending = how;
    for (const session of this.#sessions) session.close();
    await Promise.all(
      this.#all.map(
        (server) =>
          // Not that of HTTP, which closes idle connections at once.
          new Promise((closed) => Server.prototype.close.call(server, closed)),
      ),
    );
  }

  #closeIdle(): void {
    for (const server of this.#all)
      (server as { closeIdleConnections?(): void }).closeIdleConnections?.();
  }
}

/** The life of a worker, to its end. `remould`: it forks a mold. */
export async function runWorker<Ctx>(
  plan: Plan<Ctx>,
  ctx: Ctx,
  { id, generation, level, slot }: Birth,
  channel: Channel<News>,
  remould: (cast: Cast, fd: number) => Promise<void>,
): Promise<void> {
  const rearm = armed(plan.timeoutMs);
  const warm = plan.afterRequests[level];
  const servers = new Servers(() => {
    const count = (plan.counters[slot] as number) + 1;
    plan.counters[slot] = count;
    if (count === warm) channel.send({ type: 'warm' });
  });
  const handle: WorkerHandle = {
    id,
    generation,
    listen: (server) =>
      servers.add(
        server,
        plan.listeners.map(({ fd }) => fd),
      ),
  };
  const start = async () => {
    await plan.hooks.afterWorkerFork?.(ctx, handle);
    await plan.worker(ctx, handle);
    await servers.listening();
    setPdeathsig('SIGKILL', plan.master); // a change of the user resets it
    channel.send({ type: 'ready' });
    // From now on the event loop has to turn.
    rearm();
    setInterval(rearm, plan.timeoutMs / 4).unref();
  };
  start().catch((error) => {
    channel.send({ type: 'failed', error: tell(error) });
    console.error(error);
    process.exit(1);
  });
  const end = async (how: Ending) => {
    if (how === 'now') process.exit(0);
    if (how === 'close') closeListeners(plan.listeners, false);
    await servers.end(how);
    process.exit(0);
  };
  const self = getpid();
  process.on('SIGQUIT', () => {
    if (getpid() === self) void end('drain'); // not in a mold that it becomes
  });
  for await (const message of channel.messages<Order>()) {
    if (message.type === 'mold')
      await remould(message, message.fds[0] as number);
    else if (message.type === 'end') void end(message.how);
  }
  process.exit(1); // the master has gone
}
