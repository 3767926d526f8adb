// Working With Unix Processes: Processes Have Arguments, Processes Have Names

import { fork, getName, setName, waitpid } from 'posix-proc';
import { cmdline, stat } from 'posix-proc/proc';

/** What ps shows: COMMAND of ps -f, and of ps -o comm. */
function names(when: string): void {
  console.log(`${when}: ${cmdline('self').join(' ').trim()}`);
  console.log(`${when}, comm: ${stat('self').comm}`);
}

console.log(`argv: ${process.argv.slice(0, 2).join(' ')}`);
names('before');

for (let num = 10; num >= 1; num -= 3) process.title = `Processing: ${num}`;
names('titled');

const pid = fork();
if (pid === 0) {
  process.title = 'a worker';
  names('child');
  process.exit(0);
}
waitpid(pid);
names('parent');

setName('named'); // of the thread only
names('named');
console.log(`getName: ${getName()}`);
