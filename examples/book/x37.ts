// Working With Unix Processes, appendix: How Resque Manages Processes

import { getpid, raise, waitpid } from 'posix-proc';
import { child, how, resident } from './shared.js';

const jobs = [1, 2, 3, 4, 5];

/** A job that leaks: nobody lets go of what it takes. */
const leak: Buffer[] = [];
const perform = () => leak.push(Buffer.alloc(20 * 2 ** 20, 1));

const tell = (what: string) =>
  console.log(`${what}: the worker has ${resident()} MiB`);

tell('before');
for (const job of jobs) {
  const pid = child(() => {
    const before = resident();
    perform();
    console.log(`child ${getpid()} took ${resident() - before} MiB`);
    if (job === 3) raise('SIGKILL'); // as the kernel does when it lacks memory
  });
  console.log(`child ${pid}: ${how(waitpid(pid))}`);
  tell(`job ${job} in a child`);
}
for (const job of jobs) {
  perform();
  tell(`job ${job} in the worker`);
}
