// Who serves: a process that never forks ('unforked'), one that has forked
// ('parent', its child stays), or a forked child ('child', its parent waits).

import { fork, waitpid } from 'posix-proc';
import { serve } from './serve.mjs';

export async function serveAs(role, measure) {
  if (role !== 'unforked') {
    const pid = fork();
    const idle = role === 'parent' ? pid === 0 : pid > 0;
    if (idle && pid > 0) process.exitCode = waitpid(pid).code ?? 1;
    if (idle && pid === 0) sleepUntilOrphaned();
    if (idle) return;
  }
  await serve(measure);
}

function sleepUntilOrphaned() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) clearInterval(timer);
  }, 200);
}
