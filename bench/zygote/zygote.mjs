// A job of a zygote, until its child has ended.

import { zygote } from 'posix-proc/daemon';
import { now, rest, serve } from '../fork/serve.mjs';
import { job, load } from './graph.mjs';

const [folder, megabytes] = process.argv.slice(2);
const before = now();
const warm = await zygote({
  setup: () => load(folder, Number(megabytes)),
  jobs: { job },
});
const setup = now() - before;

await serve(async () => {
  await rest(50);
  const before = now();
  const answer = await warm.run('job', 7);
  return { answer, time: now() - before, setup };
});
await warm.close();
