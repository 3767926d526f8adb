// なるほどUnixプロセス: プロセスは待てる, pidを指定して特定のプロセスを待つ

import { fork, WEXITSTATUS, wait, waitpid } from 'posix-proc';
import { sleep } from './shared.js';

// Each child has one thing to tell, by its exit code.
function child(answer: number): number {
  const pid = fork();
  if (pid === 0) {
    sleep(answer / 100);
    process.exit(answer);
  }
  console.log(`child ${pid} will answer ${answer}`);
  return pid;
}

child(10);
const last = child(30);
child(20);

// The one that takes longest, though the others have ended before.
const { status } = waitpid(last);
console.log(`waitpid(${last}): ${WEXITSTATUS(status)}`);

// Whichever comes, until there is none.
try {
  for (;;) {
    const { pid, status } = wait();
    console.log(`wait(): ${pid} answers ${WEXITSTATUS(status)}`);
  }
} catch (error) {
  console.log(`wait(): ${(error as NodeJS.ErrnoException).code}`);
}
