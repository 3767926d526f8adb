// なるほどUnixプロセス: プロセスは子プロセスを作れる, コピーオンライト

import { close, fork, mmap, pipe, read, waitpid, write } from 'posix-proc';
import { smapsRollup } from 'posix-proc/proc';

const MiB = 2 ** 20;
const memory = new Uint8Array(mmap({ length: 100 * MiB })).fill(1);

/** What those processes take up together. */
const taken = (...pids: number[]) =>
  Math.round(
    pids.reduce((sum, pid) => sum + Number(smapsRollup(pid).Pss), 0) / 1024,
  );

console.log(`one process: ${taken(process.pid)} MiB`);
const [ask, asked] = pipe();
const [answer, answered] = pipe();
const pid = fork();
if (pid === 0) {
  read(ask, 1);
  memory.fill(2);
  write(answered, 'x');
  read(ask, 1);
  process.exit(0);
}
console.log(`two of them: ${taken(process.pid, pid)} MiB`);
write(asked, 'x');
read(answer, 1);
console.log(`one has written: ${taken(process.pid, pid)} MiB`);
write(asked, 'x');
waitpid(pid);
for (const fd of [ask, asked, answer, answered]) close(fd);
