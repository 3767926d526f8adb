// Advanced Programming in the UNIX Environment: figure 8.8, fork2.c

import {
  close,
  fork,
  getpid,
  getppid,
  kill,
  pipe,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf, how, sleep } from './shared.js';

const [r, w] = pipe();
const first = fork();
if (first === 0) {
  const parent = getpid();
  if (fork() > 0) process.exit(0); // parent from second fork == first child

  while (getppid() === parent) sleep(0.01); // the book has sleep(2)
  console.log(`second child, parent pid = ${getppid()}`);
  write(w, `${getpid()}`);
  process.exit(0);
}
close(w);
console.log(`first child, pid = ${first}: ${how(waitpid(first))}`);

const second = Number(read(r, 100));
console.log(`second child, pid = ${second}`);
console.log(`waitpid(second): ${codeOf(() => waitpid(second))}`);
read(r, 1); // the end of file comes when it has ended
console.log(`kill(first, 0): ${codeOf(() => kill(first, 0))}`);
