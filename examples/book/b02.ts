// 第3章 プロセス管理: fork()
// In Korean: Chapter 3. 프로세스 관리, fork() 함수, fork.c 프로그램 예제

import { fork, getpid, waitpid } from 'posix-proc';
import { text } from './shared.js';

function child(): never {
  console.log(
    text({
      en: `child's pid: ${getpid()}`,
      ko: `자식 프로세스의 PID : ${getpid()}`,
    }),
  );
  process.exit();
}

function parent(pid: number): never {
  console.log(
    text({
      en: `parent's pid: ${getpid()}, child's pid: ${pid}`,
      ko: `부모 프로세스의 PID : ${getpid()}, 자식 프로세스의 PID : ${pid}`,
    }),
  );
  waitpid(pid);
  process.exit();
}

// In C, -1 would mean that it failed. Here fork() throws then.
const ret = fork();
if (ret === 0) child();
else parent(ret);
