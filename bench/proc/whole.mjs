// A whole Node that lists all processes once.

import path from 'node:path';
import { O_WRONLY, posix_spawn, waitpid } from 'posix-proc';
import { now, serve } from '../fork/serve.mjs';

const code = `const { processes } = require('posix-proc/proc');
(async () => {
  for await (const { pid, stat, cmdline } of processes())
    console.log(pid, stat.ppid, stat.state, stat.rss, cmdline.join(' '));
})();`;

await serve(() => {
  const before = now();
  const pid = posix_spawn(process.execPath, ['node', '-e', code], {
    cwd: path.join(import.meta.dirname, '../..'),
    fileActions: [['open', 1, '/dev/null', O_WRONLY, 0]],
  });
  const { code: status } = waitpid(pid);
  const time = now() - before;
  if (status !== 0) throw new Error('node failed');
  return { time };
});
