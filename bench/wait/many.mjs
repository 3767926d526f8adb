// Many children at once, each with a Child.wait(). Argument: how many.

import { Child } from 'posix-proc';
import { rest, serve } from '../fork/serve.mjs';
import { bare, start } from './children.mjs';

const count = Number(process.argv[2]);

await rest(200);
await serve(async () => {
  const { pids, end } = start(count);
  const before = bare.threadTime();
  const waits = pids.map((pid) => new Child(pid).wait());
  const begun = bare.threadTime() - before;
  await rest(50); // the loop has them all
  const looking = bare.threadTime();
  end();
  await Promise.all(waits);
  const settled = bare.threadTime() - looking;
  return { time: (begun + settled) / count };
});
