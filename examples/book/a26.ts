// 2章 プロセス管理 (基礎編): シグナル, intignore.py
// On a terminal, where this program types Ctrl+c and Ctrl+z.

import {
  fork,
  getpgrp,
  kill,
  Pty,
  pause,
  SIG_IGN,
  setpgid,
  sigaction,
  tcsetpgrp,
  WUNTRACED,
  waitpid,
} from 'posix-proc';
import { how, stateOf, statOf } from './shared.js';
import { ctrlC, ctrlZ, Screen, until } from './terminal.js';

/** What a shell does: runs a job in the foreground until it stops or ends. */
function runJob(main: () => void): number {
  const pid = fork();
  if (pid === 0) {
    setpgid(0, 0);
    tcsetpgrp(0, getpgrp());
    main();
    return 0;
  }
  const found = waitpid(pid, WUNTRACED);
  tcsetpgrp(0, getpgrp());
  console.log(`\nCtrl+z: ${how(found)}`);
  return pid;
}

/** Now that it is stopped. */
function end(job: number): void {
  kill(job, 'SIGTERM');
  console.log(`SIGTERM: state ${stateOf(job)}`);
  kill(job, 'SIGCONT');
  console.log(`SIGCONT: ${how(waitpid(job))}`);
}

function handled(): void {
  sigaction('SIGTTOU', { handler: SIG_IGN }); // for tcsetpgrp() out of the background
  const job = runJob(() => {
    sigaction('SIGINT', {
      handler: (signo) => console.log(`signal SIGINT (${signo}) received.`),
    });
    console.log('with a handler');
    for (;;) pause();
  });
  if (job > 0) end(job);
}

/** As the book has it: SIGINT ignored, and a loop that never comes to rest. */
function ignored(): void {
  sigaction('SIGTTOU', { handler: SIG_IGN });
  const job = runJob(() => {
    sigaction('SIGINT', { handler: SIG_IGN });
    console.log(`ignored by ${process.pid}`);
    for (;;);
  });
  if (job > 0) end(job);
}

async function main() {
  const first = new Screen(await Pty.fork(handled));
  await first.shows(/handler\r\n/);
  for (let i = 1; i <= 3; i++) {
    first.type(ctrlC);
    await first.shows(new RegExp(`(received[^]*){${i}}\n`));
  }
  first.type(ctrlZ);
  await first.end();

  const second = new Screen(await Pty.fork(ignored));
  const [busy] = await second.shows(/by (\d+)\r\n/);
  for (let i = 1; i <= 3; i++) {
    second.type(ctrlC);
    await second.shows(new RegExp(`(\\^C){${i}}`));
  }
  const cpuTime = () => Number(statOf(Number(busy))?.[11]);
  const before = cpuTime();
  await until(() => !(cpuTime() < before + 5)); // it has gone on since
  second.type(ctrlZ);
  await second.end();
}
main();
