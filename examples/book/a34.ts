// 2章 プロセス管理 (基礎編): プロセスグループ, バックグラウンドプロセス

import {
  _exit,
  fork,
  getpgrp,
  kill,
  Pty,
  read,
  SIG_DFL,
  SIG_IGN,
  setpgid,
  sigaction,
  TCSANOW,
  TOSTOP,
  tcgetattr,
  tcgetpgrp,
  tcsetattr,
  tcsetpgrp,
  WUNTRACED,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf, how } from './shared.js';
import { Screen } from './terminal.js';

/** A job in the background. */
function startJob(main: () => unknown): number {
  const pid = fork();
  if (pid > 0) return pid;
  setpgid(0, 0);
  sigaction('SIGTTOU', { handler: SIG_DFL });
  main();
  return _exit(0);
}

/** What becomes of it, at first. */
function tell(what: string, job: number): void {
  const found = waitpid(job, WUNTRACED);
  console.log(`${what}: ${how(found)}`);
  if (found?.kind !== 'stopped') return;
  kill(job, 'SIGKILL');
  waitpid(job);
}

function shell(): void {
  sigaction('SIGTTOU', { handler: SIG_IGN }); // to take the terminal back
  const reader = startJob(() => write(1, `it reads ${read(0, 100)}`));
  console.log(`read: ${how(waitpid(reader, WUNTRACED))}`);
  console.log(
    `in the foreground: ${tcgetpgrp(0) === getpgrp() ? 'the shell' : '?'}`,
  );
  tcsetpgrp(0, reader);
  kill(reader, 'SIGCONT');
  console.log('type now');
  console.log(`in the foreground: ${how(waitpid(reader))}`);
  tcsetpgrp(0, getpgrp());

  const modes = tcgetattr(0);
  tell(
    'write',
    startJob(() => write(1, 'it writes\n')),
  );
  tcsetattr(0, TCSANOW, { lflag: modes.lflag | TOSTOP });
  tell(
    'write with TOSTOP',
    startJob(() => write(1, 'it writes\n')),
  );
  tcsetattr(0, TCSANOW, modes);
  tell(
    'tcsetattr',
    startJob(() => tcsetattr(0, TCSANOW, modes)),
  );
  tell(
    'read, SIGTTIN ignored',
    startJob(() => {
      sigaction('SIGTTIN', { handler: SIG_IGN });
      console.log(`read: ${codeOf(() => read(0, 100))}`);
    }),
  );
}

async function main() {
  const screen = new Screen(await Pty.fork(shell));
  await screen.shows(/type now/);
  screen.type('a line\n');
  await screen.end();
}
main();
