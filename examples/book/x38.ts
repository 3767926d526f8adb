// Working With Unix Processes, appendix: How Unicorn Reaps Worker Processes

import {
  close,
  kill,
  pipe,
  read,
  SIG_BLOCK,
  signal,
  sigprocmask,
  sigsuspend,
  WNOHANG,
  waitpid,
} from 'posix-proc';
import { children } from 'posix-proc/proc';
import { child, codeOf, how, stateOf, untilEnded } from './shared.js';

const [life, held] = pipe(); // its end of file ends workers without a master
const workers = new Map<number, number>(); // the pid of each, and its number

function spawnMissingWorkers() {
  for (let number = 0; number < 3; number++) {
    if ([...workers.values()].includes(number)) continue;
    const pid = child(() => {
      close(held);
      read(life, 1);
    });
    workers.set(pid, number);
    console.log(`worker ${number}: ${pid}`);
  }
}

function reapAllWorkers() {
  while (workers.size > 0) {
    const found = waitpid(-1, WNOHANG);
    if (!found) return; // the others are at work
    const number = workers.get(found.pid);
    workers.delete(found.pid);
    console.log(`reaped ${number}: ${found.pid}, ${how(found)}`);
  }
}

// It comes while the master sleeps, and not sooner.
signal('SIGCHLD', () => console.log('SIGCHLD'));
const mask = sigprocmask(SIG_BLOCK, ['SIGCHLD']);

spawnMissingWorkers();
const [first = 0, second = 0, third = 0] = workers.keys();
kill(first, 'SIGKILL');
kill(second, 'SIGTERM');
for (const pid of [first, second]) untilEnded(pid);
console.log(`both have ended: ${stateOf(first)} ${stateOf(second)}`);
sigsuspend(mask);
reapAllWorkers();
spawnMissingWorkers();
console.log(`the third goes on: ${workers.has(third)}`);
const states = children('self').map(stateOf);
console.log(`zombies: ${states.filter((state) => state === 'Z').length}`);
console.log(`children: ${states.length}`);

// QUIT: the master ends them, and then itself.
for (const pid of workers.keys()) kill(pid, 'SIGTERM');
while (workers.size > 0) {
  sigsuspend(mask);
  reapAllWorkers();
}
console.log(`and then: ${codeOf(() => waitpid(-1, WNOHANG))}`);
