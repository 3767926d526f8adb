// sigprocmask() with a handled signal: each of the process's threads changes its
// mask. Nanoseconds, the median of some; and of the first call.

import { readdirSync } from 'node:fs';
import { SIG_BLOCK, SIG_UNBLOCK, sigaction, sigprocmask } from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

sigaction('SIGHUP', { handler() {} });
const how = [SIG_BLOCK, SIG_UNBLOCK];

function change(i) {
  const before = now();
  sigprocmask(how[i % 2], ['SIGHUP']);
  return now() - before;
}

let first;
await serve(() => {
  first ??= change(0);
  change(1);
  const times = Array.from({ length: 50 }, (_, i) => change(i));
  return {
    time: times.sort((a, b) => a - b)[times.length >> 1],
    first,
    threads: readdirSync('/proc/self/task').length,
  };
});
