// fork() and a bare clone() in the same process, one after the other in either
// order. Arguments: objects or buffers, megabytes to grow to (0: as started).

import { createRequire } from 'node:module';
import { _exit, fork, waitpid } from 'posix-proc';
import { grow } from './grow.mjs';
import { now, rest, serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const bare = require('../native/build/Release/bare.node');
const [kind, megabytes] = process.argv.slice(2);
// Both processes see it; hrtime is one clock for all of them.
const page = new Float64Array(bare.sharedPage());

// Finding the marks walks the page tables. Both have them walked, and the same
// rest afterwards: else the caches would favour one.
async function measureFork() {
  bare.liftMarks();
  bare.restoreMarks();
  await rest();
  const before = now();
  const pid = fork();
  if (pid === 0) {
    page[1] = now();
    _exit(0);
  }
  const returned = now();
  waitpid(pid);
  return { call: returned - before, first: page[1] - before };
}

async function measureBare() {
  bare.liftMarks();
  await rest();
  const [call, first] = bare.bareClone();
  bare.restoreMarks();
  return { call, first };
}

grow(kind, Number(megabytes));
await rest(200); // the garbage collector's threads end their work
await serve(async () => {
  const order = Math.random() < 0.5 ? ['bare', 'fork'] : ['fork', 'bare'];
  const result = {};
  for (const which of order) {
    result[which] = await (which === 'bare' ? measureBare() : measureFork());
    await rest();
  }
  return result;
});
