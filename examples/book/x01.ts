// 2章 プロセス管理 (基礎編): spawn-by-fork-and-exec.py

import { execve, fork, waitpid } from 'posix-proc';
import { text } from './shared.js';

const pid = fork();
if (pid === 0) {
  const words = text({
    en: 'I was started by fork() and execve()',
    ja: 'fork()とexecve()によって生成されました',
  });
  execve('/bin/echo', ['echo', words], {});
}
console.log(
  text({
    en: 'started the echo command',
    ja: 'echo コマンドを生成しました',
  }),
);
waitpid(pid);
