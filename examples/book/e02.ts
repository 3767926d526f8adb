// なるほどUnixプロセス: プロセスにはIDがある

import { readlinkSync } from 'node:fs';
import {
  execve,
  fork,
  getpid,
  O_WRONLY,
  posix_spawnp,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

console.log(`getpid(): ${getpid()}`);
console.log(`process.pid: ${process.pid}`);
console.log(`/proc/self: ${readlinkSync('/proc/self')}`);

// Not every system has a ps, and not every ps this option.
function ps() {
  const argv = ['ps', '-p', `${getpid()}`];
  const { status } = waitpid(
    posix_spawnp('ps', argv, {
      fileActions: [['open', 2, '/dev/null', O_WRONLY]],
    }),
  );
  if (status !== 0) console.log('no row of ps');
}
if (codeOf(ps) === 'ENOENT') console.log('no row of ps');

const pid = fork();
if (pid === 0) {
  console.log(`child: getpid() ${getpid()}, process.pid ${process.pid}`);
  execve('/bin/sh', ['sh', '-c', 'echo "sh: $$"'], {});
}
waitpid(pid);
console.log(`fork(): ${pid}`);
