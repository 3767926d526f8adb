// Advanced Programming in the UNIX Environment: figure 15.6, a pipe to a pager,
// and figure 15.12, popen and pclose

import {
  close,
  dup2,
  execlp,
  fork,
  pipe,
  posix_spawn,
  waitpid,
  write,
} from 'posix-proc';
import { how, readAll } from './shared.js';

const poem = ['roses are red', 'violets are blue'];

/** The child's standard input becomes the pipe, then the child the pager. */
function page() {
  const [r, w] = pipe();
  const pid = fork();
  if (pid === 0) {
    close(w);
    dup2(r, 0); // the pipe's own descriptors are closed by exec, this is not
    execlp('sed', 'sed', 's/^/page: /');
  }
  close(r);
  for (const line of poem) write(w, `${line}\n`);
  close(w); // the end of file
  console.log(`pager: ${how(waitpid(pid))}`);
}

function popen(command: string, type: 'r' | 'w') {
  const [r, w] = pipe();
  const [mine, its, std] = type === 'r' ? [r, w, 1] : [w, r, 0];
  const pid = posix_spawn('/bin/sh', ['sh', '-c', command], {
    fileActions: [['dup2', its, std]],
  });
  close(its);
  return {
    fd: mine,
    pclose() {
      close(mine);
      return waitpid(pid);
    },
  };
}

page();

const writer = popen("tr a-z A-Z | sed 's/^/popen w: /'", 'w');
for (const line of poem) write(writer.fd, `${line}\n`);
console.log(`pclose(): ${how(writer.pclose())}`);

const reader = popen('echo from the command; exit 3', 'r');
console.log(`popen r: ${readAll(reader.fd).trimEnd()}`);
console.log(`pclose(): ${how(reader.pclose())}`);
