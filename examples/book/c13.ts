// プロセス制御: レースコンディション

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  fork,
  O_APPEND,
  O_CREAT,
  O_WRONLY,
  open,
  type TellWait,
  tellWait,
  waitpid,
  write,
} from 'posix-proc';
import { sleep } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));

/** Unbuffered: a system call for each character. */
function log(fd: number, line: string) {
  for (const character of `${line}\n`) {
    write(fd, character);
    sleep(0.001);
  }
}

function race(name: string, sides?: TellWait) {
  const file = join(folder, name);
  const fd = open(file, O_CREAT | O_WRONLY | O_APPEND, 0o600);
  const pid = fork();
  if (pid === 0) {
    sides?.waitParent();
    log(fd, 'the child was here');
    process.exit(0);
  }
  log(fd, 'the parent was here');
  sides?.tellChild();
  waitpid(pid);
  close(fd);
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n'))
    console.log(`${name}: ${line}`);
}

race('race.log');
race('told.log', tellWait());
rmSync(folder, { recursive: true });
