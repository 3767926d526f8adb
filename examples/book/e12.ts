// なるほどUnixプロセス: プロセスは子プロセスを作れる, もう少し詳細にforkの挙動を追ってみる, fork2.py

import { fork, getpid } from 'posix-proc';

console.log(`parent process pid: ${getpid()}`);
const ret = fork();

if (ret) {
  console.log('----- if block ------');
  console.log(`pid: ${getpid()}`);
  console.log(`return value: ${ret}`);
  console.log('---------------------');
} else {
  console.log('---- else block -----');
  console.log(`pid: ${getpid()}`);
  console.log(`return value: ${ret}`);
  console.log('---------------------');
}
