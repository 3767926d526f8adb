// なるほどUnixプロセス: プロセスは子プロセスを作れる, Pidがどうなっているか調べてみる

import { fork, getpid } from 'posix-proc';

console.log(`parent process pid: ${getpid()}`);

if (fork()) {
  console.log(`Here in the if block. pid: ${getpid()}`);
} else {
  console.log(`Here in the else block. pid: ${getpid()}`);
}
