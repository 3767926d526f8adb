// Working With Unix Processes: Orphaned Processes

import { fork, getpid, getppid } from 'posix-proc';
import { sleep } from './shared.js';

const parent = getpid();

if (fork() === 0) {
  while (getppid() === parent) sleep(0.01);
  for (let i = 0; i < 5; i++) {
    sleep(1);
    console.log(`I'm an orphan! My parent is ${getppid()}`);
  }
} else console.log(`Parent process ${parent} died...`);
