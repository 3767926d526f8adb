// プロセス制御: fork関数

import { fork, getpid } from 'posix-proc';
import { sleep } from './shared.js';

const heap = { glob: 6 };

function main() {
  let variable = 88; // on the stack
  console.log('before fork');

  if (fork() === 0) {
    heap.glob++;
    variable++;
  } else {
    sleep(2); // let the child go first
  }
  // Both come here.
  console.log(`pid = ${getpid()}, glob = ${heap.glob}, var = ${variable}`);
}

main();
