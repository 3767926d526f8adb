// 第3章 プロセス管理: execve()
// In Korean: Chapter 3. 프로세스 관리, execve() 함수, 함수의 흐름

import { readdirSync } from 'node:fs';
import {
  close,
  execve,
  fork,
  getpgrp,
  kill,
  pipe,
  read,
  waitpid,
} from 'posix-proc';
import { statOf, text } from './shared.js';

const group = getpgrp();

/** How many processes there are in this one's process group. */
const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => Number(statOf(Number(pid))?.[2]) === group).length;

function count(when: { en: string; ko: string }) {
  const n = processes();
  console.log(
    text({
      en: `processes ${when.en}: ${n}`,
      ko: `${when.ko}: 프로세스 ${n}개`,
    }),
  );
}

// All four ends are close-on-exec: in the child, execve() closes them.
const [go, tellGo] = pipe();
const [told, tell] = pipe();

count({ en: 'at the start', ko: '시작할 때' });
const pid = fork();
if (pid === 0) {
  close(tellGo);
  read(go, 1); // until the parent has counted
  execve('/bin/sleep', ['sleep', '60'], {});
}
close(tell);
count({ en: 'after fork()', ko: 'fork() 후' });
close(tellGo);
read(told, 1); // the end of file comes with execve()
count({ en: 'after execve()', ko: 'execve() 후' });
kill(pid, 'SIGTERM');
waitpid(pid);
count({ en: 'after waitpid()', ko: 'waitpid() 후' });
