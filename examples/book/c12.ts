// プロセス制御: wait関数, ゾンビのさけ方

import { fork, getppid, waitpid } from 'posix-proc';
import { elapsed, sleep } from './shared.js';

const first = fork();
if (first === 0) {
  if (fork() > 0) process.exit(0); // the first child ends at once

  // The second child: its parent has ended, so init becomes its parent.
  sleep(2);
  console.log(`second child, parent pid = ${getppid()}`);
  process.exit(0);
}

// Waits for the first child only; nobody has to wait for the second one.
waitpid(first);
console.log(`first child ${first} ended after ${elapsed().toFixed(1)} s`);
