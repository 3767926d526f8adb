// spawn() and Child.wait(). Argument: megabytes of objects to grow to.

import { spawn } from 'posix-proc';
import { grow } from '../fork/grow.mjs';
import { now, rest, serve } from '../fork/serve.mjs';

grow('objects', Number(process.argv[2]));
await rest(200); // the garbage collector's threads end their work
await serve(async () => {
  const before = now();
  const { status } = await spawn('/bin/true', [], { stdio: 'inherit' }).wait();
  const time = now() - before;
  if (status !== 0) throw new Error('/bin/true failed');
  return { time };
});
