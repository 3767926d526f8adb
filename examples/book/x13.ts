// Advanced Programming in the UNIX Environment: figures 8.9 to 8.11: waitid,
// wait3 and wait4

import {
  abort,
  kill,
  P_ALL,
  P_PGID,
  P_PID,
  setpgid,
  WCONTINUED,
  WEXITED,
  WNOHANG,
  WNOWAIT,
  WSTOPPED,
  wait3,
  wait4,
  waitid,
} from 'posix-proc';
import { child, codeOf, how, sleep, untilEnded } from './shared.js';

function show(what: string, idtype: number, id: number, options: number) {
  const info = waitid(idtype, id, options);
  const found = info
    ? `${info.codeName} ${info.status}, pid ${info.pid}`
    : 'nothing yet';
  console.log(`${what}: ${found}`);
}

const seven = child(() => process.exit(7));
console.log(`child ${seven}`);
show('WNOWAIT', P_PID, seven, WEXITED | WNOWAIT);
show('again', P_PID, seven, WEXITED);
console.log(`once more: ${codeOf(() => waitid(P_PID, seven, WEXITED))}`);

show('abort()', P_PID, child(abort), WEXITED);

const sleeper = child(() => sleep(60));
show('WNOHANG', P_PID, sleeper, WEXITED | WNOHANG);
kill(sleeper, 'SIGSTOP');
show('WSTOPPED', P_PID, sleeper, WSTOPPED);
kill(sleeper, 'SIGCONT');
show('WCONTINUED', P_PID, sleeper, WCONTINUED);
kill(sleeper, 'SIGKILL');
show('WEXITED', P_PID, sleeper, WEXITED);

// Two children in a process group of their own, and one that is not in it.
const leader = child(() => sleep(60));
setpgid(leader, leader);
const member = child(() => sleep(60));
setpgid(member, leader);
const other = child(() => {});
untilEnded(other);
console.log(`group ${leader} and ${member}, not ${other}`);
for (const pid of [leader, member]) kill(pid, 'SIGKILL');
for (let i = 0; i < 2; i++) show('P_PGID', P_PGID, leader, WEXITED);
show('P_ALL', P_ALL, 0, WEXITED);

const busy = child(() => {
  while (process.cpuUsage().user < 50_000); // microseconds
});
const { rusage, ...result } = wait4(busy);
console.log(`wait4(): ${how(result)} after ${rusage.utime} s of CPU time`);
child(() => {});
console.log(`wait3(): ${how(wait3())}`);
