// Chapter 3. 프로세스 관리: fork and exec, 파이썬의 OS.exec()

import {
  execl,
  execle,
  execlp,
  execv,
  execve,
  execvp,
  execvpe,
  fork,
  waitpid,
} from 'posix-proc';
import { codeOf, text } from './shared.js';

process.env.WHOSE = text({ en: "the parent's", ko: '부모의 환경' });
const env = { WHOSE: text({ en: 'its own', ko: '자신의 환경' }) };

const say = 'echo "$0: $WHOSE"';
const argv = (name: string) => ['sh', '-c', say, name];

// Every exec function of Python, and what it is here. C has no execlpe().
const calls = {
  'os.execl': () => execl('/bin/sh', 'sh', '-c', say, 'os.execl'),
  'os.execle': () => execle('/bin/sh', argv('os.execle'), env),
  'os.execlp': () => execlp('sh', 'sh', '-c', say, 'os.execlp'),
  'os.execlpe': () => execvpe('sh', argv('os.execlpe'), env),
  'os.execv': () => execv('/bin/sh', argv('os.execv')),
  'os.execve': () => execve('/bin/sh', argv('os.execve'), env),
  'os.execvp': () => execvp('sh', argv('os.execvp')),
  'os.execvpe': () => execvpe('sh', argv('os.execvpe'), env),
};

for (const call of Object.values(calls)) {
  const pid = fork();
  if (pid === 0) call();
  waitpid(pid);
}

const code = codeOf(() => execv('no-such-program', ['no-such-program']));
console.log(`OSError: ${code}`);

// Python searches the PATH of the new environment; C, and so this, its own.
const pid = fork();
if (pid === 0)
  execvpe('sh', ['sh', '-c', 'echo "PATH=$PATH"'], { PATH: '/no' });
waitpid(pid);
