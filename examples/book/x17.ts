// Advanced Programming in the UNIX Environment: figure 8.23, system, and
// figures 10.26 to 10.28, its signals

import {
  sigaction,
  system,
  WEXITSTATUS,
  WIFEXITED,
  WNOHANG,
  WTERMSIG,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

function pr_exit(command: string) {
  const status = system(command);
  console.log(
    WIFEXITED(status)
      ? `${command}: exit status = ${WEXITSTATUS(status)}`
      : `${command}: signal number = ${WTERMSIG(status)}`,
  );
}

pr_exit('date');
pr_exit('nosuchcommand 2>/dev/null');
pr_exit('echo who; exit 44');

// An editor that system() has started is to handle Ctrl+C, not its caller.
sigaction('SIGINT', { handler: () => console.log('caught SIGINT') });
pr_exit('kill -INT $PPID');
pr_exit('kill -INT $$');

// A handler that waits for any child is not to take what system() waits for.
let taken = 0;
sigaction('SIGCHLD', {
  handler() {
    if (codeOf(() => waitpid(-1, WNOHANG)) === 'no error') taken++;
  },
});
pr_exit('exit 45');
console.log(`taken by the handler of SIGCHLD: ${taken}`);
