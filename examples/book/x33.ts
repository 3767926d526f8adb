// Working with UNIX Processes: signals

import {
  close,
  getpid,
  kill,
  P_PID,
  pipe,
  read,
  SIG_BLOCK,
  SIG_IGN,
  SIG_SETMASK,
  signal,
  sigprocmask,
  WEXITED,
  WNOHANG,
  WNOWAIT,
  wait,
  waitid,
  waitpid,
} from 'posix-proc';
import { child, codeOf, how, sleep } from './shared.js';

// Three children that end at the same time: SIGCHLD comes once for all.
function threeEnd(reap: () => void): void {
  const old = signal('SIGCHLD', reap);
  const mask = sigprocmask(SIG_BLOCK, ['SIGCHLD']);
  for (const pid of [1, 2, 3].map(() => child(() => {})))
    waitid(P_PID, pid, WEXITED | WNOWAIT); // it stays to be waited for
  sigprocmask(SIG_SETMASK, mask);
  signal('SIGCHLD', old);
}

let dead = 0;
threeEnd(() => {
  wait();
  dead++;
});
console.log(`one wait() for a SIGCHLD: ${dead} of 3`);
while (dead < 3) {
  wait();
  dead++;
}

dead = 0;
threeEnd(() => {
  try {
    while (waitpid(-1, WNOHANG)) dead++;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECHILD') throw error;
  }
});
console.log(`as many as there are: ${dead} of 3`);
console.log(`and then: ${codeOf(() => wait())}`);

// Redefined, ignored, and as it was.
const system = signal('SIGINT', () =>
  console.log("Na na na, you can't get me"),
);
kill(getpid(), 'SIGINT');
const handler = signal('SIGINT', SIG_IGN);
kill(getpid(), 'SIGINT');
console.log('ignored');

// A handler that keeps the one from before.
signal('SIGINT', handler);
const previous = signal('SIGINT', (signo, info) => {
  console.log('this is the second handler');
  if (typeof previous === 'function') previous(signo, info);
});
kill(getpid(), 'SIGINT');
signal('SIGINT', system);

// Killer and killed.
const [ready, told] = pipe();
const killed = child(() => {
  close(told); // it is there
  sleep(60);
});
close(told);
read(ready, 1);
const killer = child(() => kill(killed, 'SIGINT'));
console.log(`killed: ${how(waitpid(killed))}`);
console.log(`killer: ${how(waitpid(killer))}`);
