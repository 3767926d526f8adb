// The packed package through its CJS door.
const { _exit, fork, waitpid, WEXITSTATUS } = require('posix-proc');

const pid = fork();
if (pid === 0) _exit(7);
const { status } = waitpid(pid);
console.log(`the child exited with ${WEXITSTATUS(status)}`);
