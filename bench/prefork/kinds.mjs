// The same server in workers of three kinds: each returns where it listens, the
// pids of its workers, and a way to start one more and to end it again.

import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer as createSocket } from 'node:net';
import path from 'node:path';
import { F_DUPFD_CLOEXEC, fcntl, kill } from 'posix-proc';
import { prefork } from 'posix-proc/daemon';
import { collectWhenAsked, createServer, setup } from './app.mjs';

const program = path.join(import.meta.dirname, 'worker.mjs');

/** A socket that listens, and that this process accepts nothing on. */
async function listeningSocket() {
  const server = createSocket().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const fd = fcntl(server._handle.fd, F_DUPFD_CLOEXEC, 3);
  const { port } = server.address();
  server.close();
  return { fd, port };
}

async function ended(worker) {
  const exit = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exit;
}

async function preforked(megabytes, workers) {
  const { fd, port } = await listeningSocket();
  const master = await prefork({
    listen: { fd },
    workers: Math.max(workers, 1),
    setup: () => setup(megabytes),
    worker(app, self) {
      collectWhenAsked();
      self.listen(createServer(app));
    },
    timeoutMs: 60_000,
  });
  const pids = () => master.workers().map(({ pid }) => pid);
  const [first] = pids();
  return {
    port,
    pids,
    /** The first one, which there has to be, does not answer meanwhile. */
    async startOne() {
      kill(first, 'SIGSTOP');
      kill(process.pid, 'SIGTTIN');
      return async () => {
        kill(process.pid, 'SIGTTOU');
        kill(first, 'SIGCONT');
        for await (const { type } of master.events())
          if (type === 'exit') return;
      };
    },
  };
}

async function clustered(megabytes, workers) {
  cluster.setupPrimary({ exec: program, args: [`${megabytes}`] });
  const start = () => cluster.fork();
  const all = Array.from({ length: workers }, start);
  const addresses = await Promise.all(
    all.map(async (worker) => (await once(worker, 'listening'))[0]),
  );
  return {
    port: addresses[0]?.port,
    pids: () => all.map((worker) => worker.process.pid),
    async startOne() {
      const worker = start();
      // Nobody listens where, until it has told.
      const [{ port }] = await once(worker, 'listening');
      this.port = port;
      return () => ended(worker);
    },
  };
}

async function unforked(megabytes, workers) {
  const { fd, port } = await listeningSocket();
  const start = () =>
    fork(program, [`${megabytes}`], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', fd],
    });
  const all = Array.from({ length: workers }, start);
  await Promise.all(all.map((worker) => once(worker, 'message')));
  return {
    port,
    pids: () => all.map(({ pid }) => pid),
    async startOne() {
      const worker = start();
      return () => ended(worker);
    },
  };
}

export const kinds = {
  'prefork()': preforked,
  cluster: clustered,
  'child_process.fork()': unforked,
};
