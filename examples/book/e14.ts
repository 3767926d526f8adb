// なるほどUnixプロセス: プロセスは待てる, fork_wait.py

import { fork, wait } from 'posix-proc';
import { elapsed, sleep, text } from './shared.js';

const ret = fork();

if (!ret) {
  sleep(5);
  console.log('Child task is done!');
  process.exit();
}

sleep(2);
const { pid, status } = wait(); // until the child has ended
console.log('Parent task is done!');

console.log(`wait(): (${pid}, ${status})`);
const seconds = elapsed().toFixed(1);
console.log(text({ en: `(after ${seconds} s)`, ja: `（${seconds}秒後に）` }));
