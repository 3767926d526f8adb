// The types through the ESM door; compiled, never run.
import {
  type Child,
  fork,
  forkChild,
  type WaitResult,
  waitpid,
} from 'posix-proc';

const pid: number = fork({ workers: 'terminate' });
const result: WaitResult | null = waitpid(pid, 0);
if (result?.kind === 'exited') result.code satisfies number;
const child: Child = await forkChild(() => {});
child.pid satisfies number;
