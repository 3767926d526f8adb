// なるほどUnixプロセス: プロセスにはファイルディスクリプタがある

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  flock,
  fork,
  kill,
  LOCK_EX,
  LOCK_NB,
  O_RDONLY,
  open,
  pipe,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf, sleep } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const file = join(folder, 'test.txt');
writeFileSync(file, '');

const first = open(file, O_RDONLY);
console.log(`open(): ${first}`);
console.log(`open() again: ${open(file, O_RDONLY)}`);
close(first);
console.log(`after close(): ${codeOf(() => read(first, 1))}`);
console.log(`the next open(): ${open(file, O_RDONLY)}`);

// The child opens a file and locks it, and ends without a close().
const [r, w] = pipe();
const child = fork();
if (child === 0) {
  const fd = open(file, O_RDONLY);
  flock(fd, LOCK_EX);
  write(w, `${fd}`);
  sleep(60);
  process.exit(0);
}
const theirs = Number(read(r, 10));
console.log(`open() in the child: ${theirs}`);
console.log(`${theirs} in the parent: ${codeOf(() => read(theirs, 1))}`);

const mine = open(file, O_RDONLY);
const lock = () => codeOf(() => flock(mine, LOCK_EX | LOCK_NB));
console.log(`while the child has it locked: ${lock()}`);
kill(child, 'SIGKILL');
waitpid(child);
console.log(`when the child has ended: ${lock()}`);
rmSync(folder, { recursive: true });
