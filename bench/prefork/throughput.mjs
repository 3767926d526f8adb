// Requests per second of eight workers: fifty keep-alive clients, for a while.

import { startLoad } from '../../test/support/load.mjs';
import { rest, serve } from '../fork/serve.mjs';
import { run } from './running.mjs';

const [, , kind, megabytes, workers, ms] = process.argv;
const { port, stop } = await run(kind, megabytes, workers);

await serve(async () => {
  const load = startLoad({ port, clients: 50, paths: ['/'] });
  await rest(Number(ms) / 4);
  const [before, start] = [load.counts.answered, performance.now()];
  await rest(Number(ms));
  const answered = load.counts.answered - before;
  const rate = (answered / (performance.now() - start)) * 1000;
  const { retried, dropped } = await load.stop();
  if (retried.length + dropped.length > 0) throw new Error('requests failed');
  return { rate };
});
await stop();
