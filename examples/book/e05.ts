// なるほどUnixプロセス: なぜ3からなのか？

import { readdirSync } from 'node:fs';
import {
  close,
  execvp,
  F_SETFD,
  FD_CLOEXEC,
  fcntl,
  fork,
  O_RDONLY,
  open,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

const { stdin, stdout, stderr } = process;
console.log(`stdin ${stdin.fd}, stdout ${stdout.fd}, stderr ${stderr.fd}`);

const fd = open(__filename, O_RDONLY);
console.log(`the first open() here: ${fd}`);
close(fd);

// ls has to open the folder that it lists: by then, that is its only one beside
// the standard streams.
const pid = fork();
if (pid === 0) {
  for (const fd of readdirSync('/proc/self/fd').map(Number)) {
    // One was the folder's, which is closed by now.
    if (fd > 2) codeOf(() => fcntl(fd, F_SETFD, FD_CLOEXEC));
  }
  execvp('ls', ['ls', '/proc/self/fd']);
}
waitpid(pid);
