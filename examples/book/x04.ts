// 試して理解Linuxのしくみ, 5: inc.sh, inc-lock.sh, inc-wrong-lock.sh

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  flock,
  fork,
  LOCK_EX,
  O_CREAT,
  O_RDWR,
  open,
  pipe,
  read,
  sched_yield,
  waitpid,
} from 'posix-proc';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const counter = join(folder, 'count');
const children = 4;
const rounds = 250;

const load = () => Number(readFileSync(counter, 'latin1'));
function store(count: number) {
  sched_yield(); // somebody else's turn, and there goes the count
  // All digits, over those that are there: nobody finds half a number.
  writeFileSync(counter, `${count}`.padStart(4, '0'), { flag: 'r+' });
}

/** Until the process closes it. */
function lock(): number {
  const fd = open(join(folder, 'lock'), O_RDWR | O_CREAT, 0o600);
  flock(fd, LOCK_EX);
  return fd;
}

const ways = {
  'no lock': () => store(load() + 1),
  'a lock, too late': () => {
    const count = load();
    const fd = lock();
    store(count + 1);
    close(fd);
  },
  'a lock': () => {
    const fd = lock();
    store(load() + 1);
    close(fd);
  },
};

for (const [name, increment] of Object.entries(ways)) {
  writeFileSync(counter, '0000');
  const [ready, start] = pipe();
  const pids: number[] = [];
  while (pids.length < children) {
    const pid = fork();
    if (pid === 0) {
      close(start);
      read(ready, 1); // the end of file: all are there
      for (let i = 0; i < rounds; i++) increment();
      process.exit(0);
    }
    pids.push(pid);
  }
  close(ready);
  close(start);
  for (const pid of pids) waitpid(pid);
  console.log(`${name}: ${load()} of ${children * rounds}`);
}
rmSync(folder, { recursive: true });
