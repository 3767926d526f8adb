// processes(): of each what `ps -eo pid,ppid,stat,rss,args` tells.

import { processes } from 'posix-proc/proc';
import { now, serve } from '../fork/serve.mjs';

await serve(async () => {
  const before = now();
  const rows = [];
  for await (const { pid, stat, cmdline } of processes())
    rows.push([pid, stat.ppid, stat.state, stat.rss, cmdline.join(' ')]);
  return { time: now() - before, rows: rows.length };
});
