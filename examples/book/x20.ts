// Advanced Programming in the UNIX Environment: figure 8.30, nice.c
// Parent and child count against each other, on one processor.

import {
  fork,
  getpriority,
  nice,
  PRIO_PROCESS,
  sched_getaffinity,
  sched_setaffinity,
  waitpid,
} from 'posix-proc';
import { second } from './shared.js';

const [cpu] = sched_getaffinity(0);
sched_setaffinity(0, [cpu as number]);
const before = getpriority(PRIO_PROCESS, 0);

const end = Date.now() + second;
const pid = fork();
if (pid === 0) nice(19 - before);

let count = 0;
while (Date.now() < end) count++;

const who = pid === 0 ? 'child' : 'parent';
console.log(`${who}: nice ${getpriority(PRIO_PROCESS, 0)}, count ${count}`);
if (pid > 0) waitpid(pid);
