// 2章 プロセス管理 (基礎編): 同じプロセスを2つに分裂させるfork()関数
// In Korean: Chapter 3. 프로세스 관리, fork() 함수, fork.c

import { fork, getpid, getppid, waitpid } from 'posix-proc';
import { text } from './shared.js';

const pid = fork();

if (pid === 0) {
  console.log(
    text({
      en: `child's pid: ${getpid()}, parent's pid: ${getppid()}`,
      ja: `子プロセスのPID: ${getpid()}, 親プロセスのPID: ${getppid()}`,
      ko: `자식 프로세스의 PID : ${getpid()}`,
    }),
  );
} else {
  console.log(
    text({
      en: `parent's pid: ${getpid()}, child's pid: ${pid}`,
      ja: `親プロセスのPID: ${getpid()}, 子プロセスのPID: ${pid}`,
      ko: `부모 프로세스의 PID : ${getpid()}, 자식 프로세스의 PID : ${pid}`,
    }),
  );
  waitpid(pid); // else the child might find another parent
}
