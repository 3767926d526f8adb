// system(3): a command of the shell, to its end.

import { binding, constants } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { bit, deliver, holding, interruptible } from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { nodeIgnores } from '../internal/node-ignores.js';
import type { Found } from '../internal/status.js';
import { flushStdio } from '../internal/stdio.js';
import { posix_spawn } from './posix-spawn.js';
import { SIG_IGN, sigaction } from './signal.js';

const native = binding<{
  waitpid(pid: number, options: number): Found | null;
  kill(pid: number, signo: number): void;
}>();

// On to the end of a child, whatever interrupts the wait. When a handler throws,
// the child ends too.
function statusOf(pid: number): number {
  const wait = () =>
    interruptible(() => native.waitpid(pid, 0), true)?.[1] as number;
  let ended = false;
  try {
    const status = wait();
    ended = true;
    return status;
  } finally {
    if (!ended) holding(~0n, () => end(pid, wait));
  }
}

function end(pid: number, wait: () => number): void {
  try {
    // A child that a handler has forked gets here too: it is not its own.
    if (native.waitpid(pid, constants.WNOHANG)) return;
  } catch {
    return;
  }
  native.kill(pid, constants.SIGKILL);
  wait();
}

/**
 * `system(command)`: `/bin/sh` runs `command`, and what it returns is the
 * shell's wait status, for {@link WEXITSTATUS} and the like. What stdout and
 * stderr still hold is written first. It blocks this thread until the shell has
 * ended.
 *
 * Meanwhile SIGINT and SIGQUIT are ignored here, not in the command, and handlers
 * of SIGCHLD wait; other handlers run, and EINTR is never thrown. A handler that
 * throws ends the shell by SIGKILL. A shell that cannot be started is an error,
 * of {@link posix_spawn}, where C may return a status of 127. ECHILD: SIGCHLD is
 * ignored, so that nobody knows the status. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/system.3.html | system(3)}
 * @example
 * import { describeStatus, system } from 'posix-proc';
 * const status = system('echo hello from $$; exit 3');
 * console.log(describeStatus(status)); // exited with 3
 */
export function system(command: Bytes): number {
  cString(command, 'command');
  mainThreadOnly('system');
  flushStdio(2 ** 31 - 1);
  deliver(); // a SIGINT that came before is not to be lost
  return holding(bit(constants.SIGCHLD), () => {
    const before = [constants.SIGINT, constants.SIGQUIT].map((signo) => ({
      signo,
      action: sigaction(signo, { handler: SIG_IGN }),
    }));
    try {
      const caught = before.filter(({ action }) => action.handler !== SIG_IGN);
      return statusOf(
        posix_spawn('/bin/sh', ['sh', '-c', '--', command], {
          setsigdef: [...nodeIgnores(), ...caught.map(({ signo }) => signo)],
        }),
      );
    } finally {
      for (const { signo, action } of before) sigaction(signo, action);
    }
  });
}
