// From sending a signal to the first statement of its handler, on one event
// loop: a handler of sigaction() and a listener of process.on(), each sent by
// process.kill(), and a handler that runs before our kill() returns. Nanoseconds,
// the median of some.

import { kill, sigaction } from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

let heard;
const hear = () => heard(now());
process.on('SIGUSR2', hear);
sigaction('SIGHUP', { handler: hear });

const onTheLoop = (signal) =>
  new Promise((resolve) => {
    const before = now();
    heard = (time) => resolve(time - before);
    process.kill(process.pid, signal);
  });

function atOnce() {
  const before = now();
  let after;
  heard = (time) => {
    after = time;
  };
  kill(process.pid, 'SIGHUP');
  return after - before;
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

await serve(async () => {
  const times = { sigaction: [], on: [], atOnce: [] };
  for (let i = 0; i < 51; i++) {
    times.sigaction.push(await onTheLoop('SIGHUP'));
    times.on.push(await onTheLoop('SIGUSR2'));
    times.atOnce.push(atOnce());
  }
  return {
    sigaction: median(times.sigaction),
    on: median(times.on),
    atOnce: median(times.atOnce),
  };
});
