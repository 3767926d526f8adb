// 第3章 プロセス管理: fork-and-exec
// In Korean: Chapter 3. 프로세스 관리, fork and exec

import { execve, fork, getpid, waitpid } from 'posix-proc';
import { text } from './shared.js';

function child(): never {
  console.log(
    text({
      en: `child's pid: ${getpid()}`,
      ko: `자식 프로세스의 PID : ${getpid()}`,
    }),
  );
  execve('/bin/echo', ['/bin/echo', 'hello'], {});
}

function parent(pid: number) {
  console.log(
    text({
      en: `parent's pid: ${getpid()}, child's pid: ${pid}`,
      ko: `부모 프로세스의 PID : ${getpid()}, 자식 프로세스의 PID : ${pid}`,
    }),
  );
  waitpid(pid);
}

const ret = fork();
if (ret === 0) child();
else parent(ret);
