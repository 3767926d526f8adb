// Children to wait for, and the bare system call.

import { createRequire } from 'node:module';
import {
  close,
  P_PID,
  pipe,
  posix_spawn,
  WEXITED,
  WNOWAIT,
  waitid,
} from 'posix-proc';

export const bare = createRequire(import.meta.url)(
  '../native/build/Release/bare.node',
);

/** Children that end when `end()` is called. */
export function start(count) {
  const [reader, writer] = pipe();
  const fileActions = [['dup2', reader, 0]];
  const pids = Array.from({ length: count }, () =>
    posix_spawn('/bin/cat', ['cat'], { fileActions }),
  );
  close(reader);
  return { pids, end: () => close(writer) };
}

/** Returns when it has ended, and leaves it to be waited for. */
export const untilEnded = (pid) => waitid(P_PID, pid, WEXITED | WNOWAIT);
