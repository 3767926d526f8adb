// `ps -eo pid,ppid,stat,rss,args`, a whole process, its output thrown away.

import { O_WRONLY, posix_spawn, waitpid } from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

const fileActions = [['open', 1, '/dev/null', O_WRONLY, 0]];

await serve(() => {
  const before = now();
  const pid = posix_spawn('/bin/ps', ['ps', '-eo', 'pid,ppid,stat,rss,args'], {
    fileActions,
  });
  const { code } = waitpid(pid);
  const time = now() - before;
  if (code !== 0) throw new Error('ps failed');
  return { time };
});
