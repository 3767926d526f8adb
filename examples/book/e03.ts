// なるほどUnixプロセス: プロセスには親がいる

import { fork, getpid, getppid, posix_spawn, waitpid } from 'posix-proc';

console.log(`I am ${getpid()}, my parent is ${getppid()}`);

const pid = fork();
if (pid === 0) {
  console.log(`child: my parent is ${getppid()}`);
  process.exit(0);
}
waitpid(pid);

const script = 'echo "sh: my parent is $PPID"';
waitpid(posix_spawn('/bin/sh', ['sh', '-c', script]));
