// プロセス制御: exit関数, exit statusとtermination status

import {
  _exit,
  fork,
  kill,
  WEXITSTATUS,
  WIFEXITED,
  WIFSIGNALED,
  WTERMSIG,
  waitpid,
} from 'posix-proc';
import { sleep } from './shared.js';

function report(how: string, pid: number) {
  const { status } = waitpid(pid);
  const word = status.toString(16).padStart(4, '0');
  console.log(`${how}: termination status 0x${word}`);
  if (WIFEXITED(status))
    console.log(`  normal termination, exit status = ${WEXITSTATUS(status)}`);
  else if (WIFSIGNALED(status))
    console.log(`  abnormal termination, signal number = ${WTERMSIG(status)}`);
}

for (const status of [7, 256, -1]) {
  const pid = fork();
  if (pid === 0) process.exit(status);
  report(`exit(${status})`, pid);
}

const leaver = fork();
if (leaver === 0) _exit(7); // skips every 'exit' listener; the status is the same
report('_exit(7)', leaver);

const victim = fork();
if (victim === 0) {
  sleep(60);
  process.exit(0);
}
kill(victim, 'SIGKILL');
report('SIGKILL', victim);
