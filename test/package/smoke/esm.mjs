// The packed package through its ESM door.
import { _exit, fork, WEXITSTATUS, waitpid } from 'posix-proc';

const pid = fork();
if (pid === 0) _exit(7);
const { status } = waitpid(pid);
console.log(`the child exited with ${WEXITSTATUS(status)}`);
