// prefork(): a server of several processes. The master opens the sockets and stays
// small; the mold loads the program once; workers are forked from the mold, share
// its memory, and serve.
//
//   master ── mold             runs setup, serves nobody
//      ├───── worker 0         forked by the mold, through a process in between
//      └───── worker 1 …       that ends: so all are the master's own children
//
// prefork/crew.ts has the molds and workers as the master sees them, mold.ts and
// worker.ts their lives.

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { cPath, type Path } from '../internal/c-strings.js';
import { invalidType, invalidValue, refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import {
  boolean,
  fd as checkFd,
  func,
  integer,
  list,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { getpid } from '../posix/ids.js';
import type { PreforkEvent } from './prefork/events.js';
import type { Listen } from './prefork/listeners.js';
import { Master, type WorkerStats } from './prefork/master.js';
import type { Hooks } from './prefork/plan.js';
import type { WorkerHandle } from './prefork/worker.js';

export type {
  Hooks as PreforkHooks,
  Listen,
  Master,
  PreforkEvent,
  WorkerHandle,
  WorkerStats,
};

/** What {@link prefork} serves, and how. */
export type PreforkOptions<Ctx> = {
  /**
   * Where to listen: as net.Server.listen() has it, on an open socket, or on what
   * a service manager has opened ({@link listenFds}).
   */
  listen: Listen | 'activation' | readonly (Listen | 'activation')[];
  /** Runs once, in the mold: loads all that workers are to share. */
  setup: () => Ctx | Promise<Ctx>;
  /** Runs in each worker: serves. */
  worker: (ctx: Ctx, worker: WorkerHandle) => void | Promise<void>;
  /** How many; by default, as many as there are processors. */
  workers?: number;
  /**
   * A worker that has not started within this time, or whose event loop has not
   * turned for so long, is killed; 30 s by default.
   */
  timeoutMs?: number;
  /** How long requests may take when a worker is to end; 30 s by default. */
  graceMs?: number;
  /**
   * After so many requests the worker that comes first becomes the next mold, and
   * the workers are replaced by its children; then after the next number, once
   * each. False, the default: never.
   */
  refork?: { afterRequests: readonly number[] } | false;
  hooks?: Hooks<Ctx>;
  /** See {@link PidFile}. */
  pidFile?: Path;
  /** Whether to tell the service manager: see {@link notify}. */
  notify?: boolean;
};

/** More there cannot be: each has a slot in memory that all share. */
const most = 4096;

function checkListen(value: unknown, name: string): Listen | 'activation' {
  if (value === 'activation') return value;
  const { port, host, path, fd, ...unknown } = object(value, name) as Listen;
  refuseUnknown(unknown, name);
  const given = [port, path, fd].filter((it) => it !== undefined);
  if (given.length !== 1)
    throw invalidValue(name, 'must have one of port, path and fd', value);
  if (host !== undefined && port === undefined)
    throw invalidValue(name, 'must have a port beside its host', value);
  if (port !== undefined) {
    integer(port, `${name}.port`, 0, 65535);
    if (host === undefined) return { port };
    if (typeof host !== 'string')
      throw invalidType(`${name}.host`, 'of type string', host);
    return { port, host };
  }
  if (fd !== undefined) return { fd: checkFd(fd, `${name}.fd`) };
  if (typeof path !== 'string')
    throw invalidType(`${name}.path`, 'of type string', path);
  cPath(path, `${name}.path`);
  return { path: resolve(path) };
}

function checkRefork(value: unknown): readonly number[] {
  if (value === false) return [];
  const { afterRequests, ...unknown } = object(value, 'options.refork') as {
    afterRequests: unknown;
  };
  refuseUnknown(unknown, 'options.refork');
  return list(afterRequests, 'options.refork.afterRequests', (item, name) =>
    integer(item, name, 1),
  );
}

function checkHooks<Ctx>(hooks: Hooks<Ctx>): Hooks<Ctx> {
  const { beforeFork, afterMoldFork, afterWorkerFork, ...unknown } = object(
    hooks,
    'options.hooks',
  ) as Hooks<Ctx>;
  refuseUnknown(unknown, 'options.hooks');
  const known = { beforeFork, afterMoldFork, afterWorkerFork };
  for (const [name, hook] of Object.entries(known))
    if (hook !== undefined) func(hook, `options.hooks.${name}`);
  return hooks;
}

/** The process that is a master. */
let masters = 0;

/**
 * A server of several processes that share what has been loaded once. This
 * process, the master, opens the sockets of `listen` and stays small. It forks the
 * mold, which runs `setup`, and the mold forks `workers`, which share its memory
 * until they write to it. Each runs `worker` with what setup has made, and lets
 * its server listen by `w.listen(server)`. Resolves in the master, when all serve;
 * in the others, nothing of the caller but these functions goes on: sockets,
 * timers and watchers that setup has left open are closed in a worker, without a
 * word to the other side, and connections to databases are made by the worker.
 *
 * Who dies is replaced. A worker whose event loop is stuck is killed, and all end
 * with the master, however it ends. SIGHUP reloads (see {@link Master}), SIGTERM
 * and SIGINT end at once, SIGQUIT when what is under way has been served; SIGTTIN
 * and SIGTTOU make it a worker more or less. docs/prefork.md has more.
 *
 * Rejects with what setup has thrown, or the reason why workers do not start, with
 * nothing left behind. EADDRINUSE and others: the address is not to be had.
 * ERR_NO_LISTEN_FDS: 'activation', and no service manager has opened a socket.
 * ERR_PID_FILE_LOCKED: see {@link PidFile}. ERR_INVALID_STATE: this process runs
 * it already. Refuses to fork as `fork()` does: no Workers, no inspector.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/fork.2.html | fork(2)},
 * {@link https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html | PR_SET_PDEATHSIG(2const)}
 * @example
 * import { createServer } from 'node:http';
 * import { prefork } from 'posix-proc/daemon';
 * const master = await prefork({
 *   listen: { port: 0, host: '127.0.0.1' },
 *   workers: 2,
 *   setup: () => ({ greeting: 'hello' }), // loads what all are to share
 *   worker: ({ greeting }, w) => {
 *     w.listen(createServer((_, response) => response.end(greeting)));
 *   },
 * });
 * console.log(master.workers().length); // 2
 * await master.stop();
 */
export async function prefork<Ctx>(
  options: PreforkOptions<Ctx>,
): Promise<Master> {
  const {
    listen,
    setup,
    worker,
    workers = availableParallelism(),
    timeoutMs = 30_000,
    graceMs = 30_000,
    refork = false,
    hooks = {},
    pidFile,
    notify = false,
    ...unknown
  } = object(options, 'options') as PreforkOptions<Ctx>;
  refuseUnknown(unknown, 'options');
  const several = Array.isArray(listen)
    ? list(listen, 'options.listen', checkListen)
    : [checkListen(listen, 'options.listen')];
  func(setup, 'options.setup');
  func(worker, 'options.worker');
  integer(workers, 'options.workers', 1, most);
  integer(timeoutMs, 'options.timeoutMs', 1);
  integer(graceMs, 'options.graceMs', 0);
  const checked = {
    ...{ setup, worker, timeoutMs, master: getpid() },
    afterRequests: checkRefork(refork),
    hooks: checkHooks(hooks),
  };
  if (pidFile !== undefined) cPath(pidFile, 'options.pidFile');
  boolean(notify, 'options.notify');
  mainThreadOnly('prefork');
  if (masters === getpid())
    throw refusal('ERR_INVALID_STATE', 'This process runs prefork() already');
  masters = getpid();
  try {
    return await Master.start(several, checked, {
      ...{ workers, graceMs, pidFile, notify },
      ended: () => {
        masters = 0;
      },
    });
  } catch (error) {
    masters = 0;
    throw error;
  }
}
