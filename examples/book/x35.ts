// Working With Unix Processes: Daemon Processes, the sessions of rack's daemonize

import {
  _exit,
  close,
  fork,
  getpgrp,
  getpid,
  getsid,
  O_RDWR,
  open,
  openpty,
  setsid,
  tcgetsid,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

const { master, slave, name } = openpty();

function tell(who: string): void {
  const [pid, pgid, sid] = [getpid(), getpgrp(), getsid(0)];
  console.log(`${who}: pid ${pid}, group ${pgid}, session ${sid}`);
}

/** Does the session get a terminal when it opens one? */
function tryTerminal(who: string): void {
  const terminal = open(name, O_RDWR);
  console.log(`${who} opens a terminal: ${codeOf(() => tcgetsid(terminal))}`);
  close(terminal);
}

tell('the program');
const child = fork();
if (child === 0) {
  setsid();
  tell('after setsid()');
  const daemon = fork();
  if (daemon === 0) {
    tell('after the second fork()');
    tryTerminal('the daemon');
    _exit(0);
  }
  waitpid(daemon); // rack ends here; this leader goes on to show the difference
  tryTerminal('the leader');
  _exit(0);
}
waitpid(child);
console.log(`setsid() by a group's leader: ${codeOf(setsid)}`);
close(slave);
close(master);
