// The types through the CJS door; compiled, never run.
import posix = require('posix-proc');

const pid: number = posix.fork({ workers: 'terminate' });
const result: posix.WaitResult | null = posix.waitpid(pid, 0);
if (result?.kind === 'exited') result.code satisfies number;
