// 10,000 values by sigqueue() to a handler. Nanoseconds for all.

import { getpid, sigaction, sigqueue } from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

const count = 10_000;
let next;
sigaction('SIGRTMIN', {
  handler(_, { value }) {
    if (value !== next++) throw new Error(`${value} out of order`);
  },
});

await serve(() => {
  next = 0;
  const before = now();
  for (let i = 0; i < count; i++) sigqueue(getpid(), 'SIGRTMIN', i);
  const time = now() - before;
  if (next !== count) throw new Error(`${next} of ${count}`);
  return { time };
});
