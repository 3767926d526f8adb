// Advanced Programming in the UNIX Environment: figure 9.12, an orphaned process
// group

import {
  _exit,
  close,
  fork,
  getpgrp,
  getpid,
  getppid,
  kill,
  Pty,
  pipe,
  read,
  setChildSubreaper,
  setpgid,
  sigaction,
  tcgetpgrp,
  WUNTRACED,
  waitpid,
} from 'posix-proc';
import { codeOf, how, sleep } from './shared.js';
import { Screen } from './terminal.js';

function ids(name: string): void {
  console.log(
    `${name}: pid = ${getpid()}, ppid = ${getppid()}, pgrp = ${getpgrp()}, tpgrp = ${tcgetpgrp(0)}`,
  );
}

function child(): never {
  sigaction('SIGHUP', {
    handler: () => console.log(`SIGHUP received, pid = ${getpid()}`),
  });
  const above = getppid();
  kill(getpid(), 'SIGTSTP');
  // SIGCONT comes while threads of it are still ending.
  while (codeOf(() => kill(above, 0)) !== 'ESRCH') sleep(0.01);
  ids('child');
  console.log(`read error ${codeOf(() => read(0, 1))} on controlling TTY`);
  return _exit(0);
}

function parent(): never {
  setpgid(0, 0); // as a shell does for its jobs
  ids('parent');
  const pid = fork();
  if (pid === 0) child();
  console.log(`the child: ${how(waitpid(pid, WUNTRACED))}`);
  return _exit(0); // and nobody of the session is left above the child
}

/** The leader of the session, in place of a shell. */
function leader(): void {
  const [life, held] = pipe();
  const pid = fork();
  if (pid === 0) parent();
  waitpid(pid);
  close(held);
  read(life, 1); // the child has ended
}

async function main() {
  setChildSubreaper(true); // the orphan becomes this program's
  const screen = new Screen(await Pty.fork(leader));
  const [orphan] = await screen.shows(/child: pid = (\d+)/);
  await screen.end();
  waitpid(Number(orphan));
}
main();
