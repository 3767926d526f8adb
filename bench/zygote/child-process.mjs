// A child of child_process.fork() for each job, until its answer.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { now, rest, serve } from '../fork/serve.mjs';

const program = path.join(import.meta.dirname, 'child.mjs');

await serve(async () => {
  await rest(50);
  const before = now();
  const child = fork(program, process.argv.slice(2));
  child.send(7);
  const [answer] = await once(child, 'message');
  const time = now() - before;
  await once(child, 'exit');
  return { answer, time };
});
