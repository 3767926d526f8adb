// 2章 プロセス管理 (基礎編): シグナル, intignore.py
// No terminal here: kill() sends what Ctrl+c and Ctrl+z would.

import {
  fork,
  kill,
  pipe,
  read,
  SIG_IGN,
  setpgid,
  sigaction,
  WNOHANG,
  WUNTRACED,
  waitpid,
  write,
} from 'posix-proc';
import { how, sleep, stateOf, statOf } from './shared.js';

/** A child in a process group of its own, where a shell puts each job. */
function startJob(main: () => void): number {
  const pid = fork();
  if (pid === 0) {
    setpgid(0, 0);
    main();
  }
  return pid;
}

const [r, w] = pipe();
const tell = () => write(w, '.');

const nuisance = startJob(() => {
  sigaction('SIGINT', {
    handler(signo) {
      console.log(`signal SIGINT (${signo}) received.`);
      tell();
    },
  });
  tell();
  setInterval(() => {}, 1000);
});
if (nuisance > 0) parent();

function parent() {
  read(r, 1); // it has its handler
  for (let i = 0; i < 3; i++) {
    kill(nuisance, 'SIGINT'); // Ctrl+c
    read(r, 1);
  }
  kill(nuisance, 'SIGTSTP'); // Ctrl+z
  console.log(`SIGTSTP: ${how(waitpid(nuisance, WUNTRACED))}`);
  kill(nuisance, 'SIGTERM');
  console.log(`SIGTERM: state ${stateOf(nuisance)}`);
  kill(nuisance, 'SIGCONT');
  console.log(`SIGCONT: ${how(waitpid(nuisance))}`);

  // As the book has it: SIGINT ignored, and a loop that never comes to rest.
  const busy = startJob(() => {
    sigaction('SIGINT', { handler: SIG_IGN });
    tell();
    for (;;);
  });
  read(r, 1);
  for (let i = 0; i < 3; i++) kill(busy, 'SIGINT');
  const cpuTime = () => Number(statOf(busy)?.[11]);
  const before = cpuTime();
  while (cpuTime() < before + 5) sleep(0.01); // it has gone on since
  console.log(`SIGINT ignored: ${how(waitpid(busy, WNOHANG))}`);
  kill(busy, 'SIGTERM');
  console.log(`SIGTERM: ${how(waitpid(busy))}`);
}
