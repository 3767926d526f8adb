// プロセス制御: wait関数

import {
  close,
  fork,
  getpid,
  pipe,
  read,
  WNOHANG,
  wait,
  waitpid,
} from 'posix-proc';
import { codeOf, how, untilEnded, untilState } from './shared.js';

const self = getpid();

// It blocks: the child does not end before it has seen its parent asleep.
const blocking = fork();
if (blocking === 0) {
  untilState(self, 'S');
  console.log('child: my parent sleeps, so I exit');
  process.exit(1);
}
const first = wait();
console.log(`wait(): ${how(first)}, ${first.pid === blocking}`);

// A child has ended already: it returns at once.
const ended = fork();
if (ended === 0) process.exit(2);
untilEnded(ended);
const start = performance.now();
const second = wait();
const milliseconds = Math.round(performance.now() - start);
console.log(`wait(): ${how(second)}, after ${milliseconds} ms`);

// There is no child: an error.
console.log(`wait(): ${codeOf(wait)}`);

// waitpid() can be told not to block.
const [r, w] = pipe();
const running = fork();
if (running === 0) {
  close(w);
  read(r, 1); // until the parent has looked
  process.exit(3);
}
console.log(`waitpid(WNOHANG): ${how(waitpid(running, WNOHANG))}`);
close(w);
console.log(`waitpid(): ${how(waitpid(running))}`);
