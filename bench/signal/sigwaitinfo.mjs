// 10,000 values by sigqueue(), then taken by sigwaitinfo(). Nanoseconds for all,
// and for the taking alone.

import {
  getpid,
  SIG_BLOCK,
  sigprocmask,
  sigqueue,
  sigwaitinfo,
} from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

const count = 10_000;
const set = ['SIGRTMIN'];
sigprocmask(SIG_BLOCK, set);

await serve(() => {
  const before = now();
  for (let i = 0; i < count; i++) sigqueue(getpid(), 'SIGRTMIN', i);
  const queued = now();
  for (let i = 0; i < count; i++) {
    const { value } = sigwaitinfo(set);
    if (value !== i) throw new Error(`${value} out of order`);
  }
  const taken = now();
  return { time: taken - before, taking: taken - queued };
});
