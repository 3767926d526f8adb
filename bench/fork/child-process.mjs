// child_process.fork() until the child's first statement.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { now, serve } from './serve.mjs';

const program = path.join(import.meta.dirname, 'first-statement.cjs');

await serve(async () => {
  const before = now();
  const child = fork(program);
  const [first] = await once(child, 'message');
  await once(child, 'exit');
  return { first: first - before };
});
