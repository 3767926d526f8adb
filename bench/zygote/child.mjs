// What child_process.fork() starts: it loads all of it, and does one job.

import { job, load } from './graph.mjs';

const [folder, megabytes] = process.argv.slice(2);
const ctx = load(folder, Number(megabytes));
process.once('message', (n) =>
  process.send(job(ctx, n), () => process.disconnect()),
);
