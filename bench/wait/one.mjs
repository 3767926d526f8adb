// waitpid() and the bare system call in the same process, each for its own
// children and in random order. Arguments: what is waited for, and how many
// other children there are, 'beside' one of child_process or 'alone'.

import { spawn } from 'node:child_process';
import { posix_spawn, WNOHANG, waitpid } from 'posix-proc';
import { now, rest, serve } from '../fork/serve.mjs';
import { bare, start, untilEnded } from './children.mjs';

const [kind, others, company] = process.argv.slice(2);

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

function timed(call) {
  const before = now();
  call();
  return now() - before;
}

/** Each in turn with a child that has ended. */
function ended(calls) {
  const times = calls.map(() => []);
  for (let i = 0; i < 10; i++) {
    const first = i % 2;
    for (const which of [first, 1 - first]) {
      const pid = posix_spawn('/bin/true', ['true']);
      untilEnded(pid);
      times[which].push(timed(() => calls[which](pid)));
    }
  }
  return times.map(median);
}

/** The child `pid` goes on. */
const running = (pid, calls) =>
  calls.map(
    (call) =>
      timed(() => {
        for (let i = 0; i < 500; i++) call(pid);
      }) / 500,
  );

const { pids } = start(Number(others));
if (company === 'beside') spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });

const measures = {
  pid: () => ended([(pid) => waitpid(pid), (pid) => bare.bareWait(pid, 0)]),
  any: () => ended([() => waitpid(-1), () => bare.bareWait(-1, 0)]),
  nothing: () =>
    running(pids[0], [
      (pid) => waitpid(pid, WNOHANG),
      (pid) => bare.bareWait(pid, WNOHANG),
    ]),
};

await rest(200);
await serve(() => {
  const [own, itself] = measures[kind]();
  return { own, bare: itself, over: own - itself };
});
process.exit(); // the children end with us
