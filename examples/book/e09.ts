// なるほどUnixプロセス: プロセスは子プロセスを作れる, fork.py

import { fork } from 'posix-proc';

if (fork()) {
  console.log('Here in the if block');
} else {
  console.log('Here in the else block');
}
