// Many processes that only sleep, and not for ever. They end with what they
// are for, however that ends.

import { posix_spawn, waitpid } from 'posix-proc';

export async function withSleepers(count, look) {
  const pids = new Set();
  const end = () => {
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    for (const pid of pids) waitpid(pid);
    pids.clear();
  };
  const interrupted = () => process.exit(1);
  process.on('exit', end).on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    while (pids.size < count)
      pids.add(posix_spawn('/bin/sleep', ['sleep', '600']));
    return await look();
  } finally {
    end();
    process.off('exit', end);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
