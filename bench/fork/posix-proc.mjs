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

function measureFork() {
  const before = now();
  const pid = fork();
  if (pid === 0) {
    page[1] = now();
    _exit(0);
  }
  const returned = now();
  waitpid(pid);
  return {
    call: returned - before,
    first: page[1] - before,
    reaped: now() - before,
  };
}

function measureBare() {
  bare.liftMarks();
  const [call, first, reaped] = bare.bareClone();
  bare.restoreMarks();
  return { call, first, reaped };
}

grow(kind, Number(megabytes));
await rest(200); // the garbage collector's threads end their work
await serve(async () => {
  const order = Math.random() < 0.5 ? ['bare', 'fork'] : ['fork', 'bare'];
  const result = {};
  for (const which of order) {
    result[which] = which === 'bare' ? measureBare() : measureFork();
    await rest();
  }
  return result;
});
