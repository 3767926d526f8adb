// Working With Unix Processes, appendix: How Resque Manages Processes

import { getpid, raise, waitpid } from 'posix-proc';
import { statm } from 'posix-proc/proc';
import { child, how } from './shared.js';

const MiB = 2 ** 20;
const jobs = [1, 2, 3, 4, 5];
const bad = 3;

/** A job that leaks: nobody lets go of what it takes. */
const leak: Buffer[] = [];
const perform = () => leak.push(Buffer.alloc(20 * MiB, 1));

/** What the worker has in memory, in pages of 4 KiB. */
const resident = () => (Number(statm('self').resident) * 4096) / MiB;

const tell = (what: string) =>
  console.log(`${what}: the worker has ${resident().toFixed(0)} MiB`);

tell('before');
for (const job of jobs) {
  const pid = child(() => {
    const before = resident();
    perform();
    console.log(
      `child ${getpid()} took ${(resident() - before).toFixed(0)} MiB`,
    );
    if (job === bad) raise('SIGKILL'); // as when it takes too much
  });
  console.log(`child ${pid}: ${how(waitpid(pid))}`);
  tell(`job ${job} in a child`);
}
for (const job of jobs) {
  perform();
  tell(`job ${job} in the worker`);
}
