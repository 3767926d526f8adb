// Advanced Programming in the UNIX Environment: figures 13.1, 13.6 and 13.7

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  _exit,
  flock,
  getpid,
  kill,
  LOCK_EX,
  LOCK_NB,
  O_CREAT,
  O_RDWR,
  open,
  pipe,
  read,
  SIG_BLOCK,
  SIGHUP,
  setChildSubreaper,
  sigprocmask,
  sigwait,
  waitpid,
  write,
} from 'posix-proc';
import { codeOf, daemonize, how } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const lockFile = join(folder, 'pid');
const configuration = join(folder, 'conf');

const [log, logged] = pipe(); // in place of syslog()
const say = (words: string) => write(logged, words);
const reread = () => `reads '${readFileSync(configuration)}'`;

/** The lock tells, not the number: it ends with the process that holds it. */
function alreadyRunning(): boolean {
  const lock = open(lockFile, O_RDWR | O_CREAT, 0o644);
  if (codeOf(() => flock(lock, LOCK_EX | LOCK_NB)) === 'EAGAIN') return true;
  writeFileSync(lockFile, `${getpid()}`);
  return false;
}

function daemon(): never {
  if (alreadyRunning()) {
    say(`already runs as ${readFileSync(lockFile)}`);
    return _exit(1);
  }
  const signals = ['SIGHUP', 'SIGTERM'] as const;
  sigprocmask(SIG_BLOCK, signals);
  say(reread());
  while (sigwait(signals) === SIGHUP) say(`heard SIGHUP, ${reread()}`);
  say('heard SIGTERM');
  return _exit(0);
}

function start(): number {
  const pid = daemonize();
  return pid === 0 ? daemon() : pid;
}

const heard = () => read(log, 100).toString();

setChildSubreaper(true); // daemons become children of this program
writeFileSync(configuration, 'one');
const first = start();
console.log(`first: ${heard()}`);
console.log(`first: pid ${first}`);

const second = start();
console.log(`second: ${heard()}`);
console.log(`second: ${how(waitpid(second))}`);

writeFileSync(configuration, 'two');
kill(first, 'SIGHUP');
console.log(`first: ${heard()}`);
kill(first, 'SIGTERM');
console.log(`first: ${heard()}`);
console.log(`first: ${how(waitpid(first))}`);

const third = start();
console.log(`third: ${heard()}`);
kill(third, 'SIGKILL');
waitpid(third);
console.log(`file: ${readFileSync(lockFile, 'utf8') === `${third}`}`);

const fourth = start();
console.log(`fourth: ${heard()}`);
kill(fourth, 'SIGTERM');
console.log(`fourth: ${heard()}`);
waitpid(fourth);
rmSync(folder, { recursive: true });
