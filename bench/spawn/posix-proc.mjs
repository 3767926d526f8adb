// posix_spawn() and waitpid(). Argument: megabytes of objects to grow to.

import { posix_spawn, waitpid } from 'posix-proc';
import { grow } from '../fork/grow.mjs';
import { now, rest, serve } from '../fork/serve.mjs';

grow('objects', Number(process.argv[2]));
await rest(200); // the garbage collector's threads end their work
await serve(() => {
  const before = now();
  const { status } = waitpid(posix_spawn('/bin/true', ['true']));
  const time = now() - before;
  if (status !== 0) throw new Error('/bin/true failed');
  return { time };
});
