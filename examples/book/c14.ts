// プロセス制御: exec関数群

import {
  close,
  execl,
  execle,
  execlp,
  execv,
  execve,
  execvp,
  fexecve,
  fork,
  O_RDONLY,
  open,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

process.env.GREETING = 'hello';
const env = { GREETING: 'good morning' };

const say = 'echo "$0: $GREETING"';
const argv = (name: string) => ['sh', '-c', say, name];
const sh = open('/bin/sh', O_RDONLY);

const functions = {
  execl: () => execl('/bin/sh', 'sh', '-c', say, 'execl'),
  execv: () => execv('/bin/sh', argv('execv')),
  execle: () => execle('/bin/sh', argv('execle'), env),
  execve: () => execve('/bin/sh', argv('execve'), env),
  execlp: () => execlp('sh', 'sh', '-c', say, 'execlp'),
  execvp: () => execvp('sh', argv('execvp')),
  fexecve: () => fexecve(sh, argv('fexecve'), env),
};

for (const exec of Object.values(functions)) {
  const pid = fork();
  if (pid === 0) {
    exec();
    console.log('nobody comes here');
  }
  waitpid(pid);
}
close(sh);

// What none of them can do: all is as before then.
process.env.PATH = '/no/such/folder';
console.log(`execv: ${codeOf(() => execv('/no/such/program', ['program']))}`);
console.log(`execvp: ${codeOf(() => execvp('sh', argv('execvp')))}`);
