// An Express app that is loaded and warmed up once, and served by workers that
// share its memory: PORT=8080 node server.js. Without PORT it is on the socket that
// the service manager has opened (deploy/). WORKERS says how many there are, and
// STATUS_PORT where the master tells of them.

import { createServer } from 'node:http';
import express, { type Express } from 'express';
import { prefork, watchdog } from 'posix-proc/daemon';

const { PORT, WORKERS, STATUS_PORT } = process.env;

/** Runs once, in the mold: what it makes is there once for all the workers. */
function setup(): Express {
  const prices = new Map<string, { price: number; name: string }>();
  for (let id = 0; id < 100_000; id++)
    prices.set(`${id}`, { price: (id % 997) / 10, name: `product ${id}` });

  const app = express();
  app.get('/price/:id', ({ params }, response) => {
    const found = prices.get(params.id);
    if (found) response.json(found);
    else response.sendStatus(404);
  });
  return app;
}

async function main() {
  const master = await prefork({
    listen: PORT ? { port: Number(PORT) } : 'activation',
    setup,
    worker(app, self) {
      // What cannot be shared, as connections to a database, is opened here.
      app.get('/ready', (_, response) => {
        const { id, generation } = self;
        response.json({ id, generation, pid: process.pid });
      });
      self.listen(createServer(app));
    },
    ...(WORKERS && { workers: Number(WORKERS) }),
    timeoutMs: 30_000,
    graceMs: 20_000,
    notify: true,
  });
  watchdog();

  // The master knows them all. It is asked on a port of its own.
  const status = express().get('/status', (_, response) => {
    const workers = master.workers();
    response.json(workers.map((it) => ({ ...it, pss: Number(it.pss) })));
  });
  // After an upgrade the old master has it for a while.
  const again = () => setTimeout(listen, 1000).unref();
  const listen = () =>
    createServer(status)
      .on('error', again)
      .listen(Number(STATUS_PORT), '127.0.0.1')
      .unref();
  if (STATUS_PORT) listen();
}
main();
