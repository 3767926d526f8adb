// Advanced Programming in the UNIX Environment: figure 8.6, wait1.c

import { abort, fork, raise, type WaitResult, wait } from 'posix-proc';

/** The macros of C are there (C11), but the result says it all. */
function prExit(result: WaitResult): void {
  switch (result.kind) {
    case 'exited':
      console.log(`normal termination, exit status = ${result.code}`);
      break;
    case 'signaled':
      console.log(
        `abnormal termination, signal number = ${result.signo}: ${result.signal}`,
      );
  }
}

for (const end of [() => process.exit(7), abort, () => raise('SIGFPE')]) {
  const pid = fork();
  if (pid === 0) end();
  prExit(wait());
}

// In C, 1 / 0 raises the third. JavaScript has an answer to that.
console.log(`1 / 0: ${1 / 0}`);
try {
  console.log(`1n / 0n: ${1n / 0n}`);
} catch (error) {
  console.log(`1n / 0n: ${(error as Error).name}`);
}
