// 2章 プロセス管理 (基礎編): 別のプログラムを起動するexecve()関数

import { execve, fork, getpid, getppid, waitpid } from 'posix-proc';
import { text } from './shared.js';

const pid = fork();

if (pid === 0) {
  console.log(
    text({
      en: `child's pid: ${getpid()}, parent's pid: ${getppid()}`,
      ja: `子プロセスのPID: ${getpid()}, 親プロセスのPID: ${getppid()}`,
    }),
  );
  const greeting = text({
    en: `hello from PID=${getpid()}`,
    ja: `PID=${getpid()} からこんにちは`,
  });
  execve('/bin/echo', ['echo', greeting], {});
}

// Only the parent comes here: the child is another program by now.
console.log(
  text({
    en: `parent's pid: ${getpid()}, child's pid: ${pid}`,
    ja: `親プロセスのPID: ${getpid()}, 子プロセスのPID: ${pid}`,
  }),
);
waitpid(pid);
