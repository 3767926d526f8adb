// 2章 プロセス管理 (基礎編): デーモン
// The steps alone; daemonize() of posix-proc/daemon takes all of them.

import {
  _exit,
  close,
  fork,
  getpid,
  getppid,
  kill,
  pipe,
  read,
  setsid,
  waitpid,
  write,
} from 'posix-proc';
import { sleep, statOf, text, untilGone } from './shared.js';

/** A row as of ps ajx, from /proc/PID/stat. */
function row(pid: number, what: string) {
  const [state, ppid, pgid, sid, tty, tpgid] = statOf(pid) ?? [];
  const terminal = tty === '0' ? '?' : tty;
  const cells = [ppid, pid, pgid, sid, terminal, tpgid, state];
  console.log(cells.map((cell) => `${cell}`.padStart(7)).join(''), what);
}
console.log('   PPID    PID   PGID    SID    TTY  TPGID   STAT');
row(getpid(), text({ en: 'the program', ja: '起動したプログラム' }));

const [report, tell] = pipe();
const [life, holdOn] = pipe(); // its end of file ends the daemon in any case

const child = fork();
if (child === 0) {
  close(holdOn);
  setsid(); // a session of its own, without a terminal
  write(tell, 'l');
  read(life, 1); // until the program has looked

  const leader = getpid();
  if (fork() > 0) _exit(0);

  // The daemon: no leader, so it can never get a terminal.
  while (getppid() === leader) sleep(0.01); // until init is its parent
  write(tell, `${getpid()}`);
  read(life, 1);
  _exit(0);
}

read(report, 1);
row(child, text({ en: 'after setsid()', ja: 'setsid()の後' }));
write(holdOn, '.');
waitpid(child);

const daemon = Number(read(report, 20).toString());
row(daemon, text({ en: 'the daemon', ja: 'デーモン' }));
kill(daemon, 'SIGTERM');
untilGone(daemon);
console.log(text({ en: 'ended by SIGTERM', ja: 'SIGTERMで終了' }));
