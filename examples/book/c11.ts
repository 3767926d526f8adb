// プロセス制御: wait関数, pr_exit

import {
  abort,
  kill,
  raise,
  WCOREDUMP,
  WEXITSTATUS,
  WIFEXITED,
  WIFSIGNALED,
  WIFSTOPPED,
  WSTOPSIG,
  WTERMSIG,
  WUNTRACED,
  waitpid,
} from 'posix-proc';
import { child } from './shared.js';

function pr_exit(status: number) {
  if (WIFEXITED(status))
    console.log(`normal termination, exit status = ${WEXITSTATUS(status)}`);
  else if (WIFSIGNALED(status))
    console.log(
      `abnormal termination, signal number = ${WTERMSIG(status)}${
        WCOREDUMP(status) ? ' (core file generated)' : ''
      }`,
    );
  else if (WIFSTOPPED(status))
    console.log(`child stopped, signal number = ${WSTOPSIG(status)}`);
}

pr_exit(waitpid(child(() => process.exit(7))).status);
pr_exit(waitpid(child(() => abort())).status);
pr_exit(waitpid(child(() => raise('SIGFPE'))).status); // in C, 1 / 0 does it

const pid = child(() => raise('SIGSTOP'));
const stopped = waitpid(pid, WUNTRACED);
if (stopped) pr_exit(stopped.status);
kill(pid, 'SIGCONT');
pr_exit(waitpid(pid).status);
