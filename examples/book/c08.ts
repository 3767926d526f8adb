// プロセス制御: exit関数, 子の前に親が終了する場合

import {
  close,
  fork,
  getpid,
  getppid,
  pipe,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { how, sleep } from './shared.js';

const [r, w] = pipe();

const parent = fork();
if (parent === 0) {
  const self = getpid();
  if (fork() > 0) process.exit(0); // the parent ends before its child

  while (getppid() === self) sleep(0.01);
  write(w, `${getppid()}`);
  process.exit(0);
}
close(w);

console.log(`parent ${parent}: ${how(waitpid(parent))}`);
console.log(`its child has parent ${read(r, 20)} now`);
