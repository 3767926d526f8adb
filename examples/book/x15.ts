// Advanced Programming in the UNIX Environment: figure 8.16, exec1.c, and
// figure 8.17, echoall.c

import { basename, dirname } from 'node:path';
import { execle, execlp, fork, waitpid } from 'posix-proc';

// As a Node program: between argv[0] and its own arguments comes the script.
function echoall() {
  const argv = [process.argv0, ...process.argv.slice(2)];
  for (const [i, arg] of argv.entries()) console.log(`argv[${i}]: ${arg}`);
  for (const name of ['USER', 'PATH', 'EDITOR'])
    console.log(`${name}=${process.env[name] ?? ''}`);
}

function exec1() {
  const node = process.execPath;
  process.env.PATH = dirname(node);
  process.env.EDITOR = 'vi';
  process.env.USER = 'sar';

  const first = fork();
  if (first === 0) {
    const argv = ['echoall', __filename, 'myarg1', 'MY ARG2'];
    execle(node, argv, { USER: 'unknown', PATH: '/tmp' });
  }
  waitpid(first);

  console.log('and now by execlp()');
  const second = fork();
  if (second === 0) execlp(basename(node), 'echoall', __filename, 'only 1 arg');
  waitpid(second);
}

// Only echoall has arguments.
if (process.argv.length > 2) echoall();
else exec1();
