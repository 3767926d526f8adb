// Advanced Programming in the UNIX Environment: figures 13.1, 13.6 and 13.7

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  dup2,
  kill,
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
import { background, how } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const lockFile = join(folder, 'pid');
const configuration = join(folder, 'conf');

const [log, logged] = pipe(); // in place of syslog()
const say = (words: string) => write(logged, words);
const reread = () => `reads '${readFileSync(configuration)}'`;

/** Until SIGTERM; then the pid file goes. */
function daemon(): void {
  const signals = ['SIGHUP', 'SIGTERM'] as const;
  sigprocmask(SIG_BLOCK, signals);
  say(reread());
  while (sigwait(signals) === SIGHUP) say(`heard SIGHUP, ${reread()}`);
  say('heard SIGTERM');
}

/** The lock of the pid file tells, not the number: it ends with its process. */
const start = () => background(daemon, { pidFile: lockFile });

const heard = () => read(log, 200).toString().trim();

async function main() {
  setChildSubreaper(true); // daemons become children of this program
  dup2(logged, 2); // who cannot start a daemon says so on standard error
  writeFileSync(configuration, 'one');
  const first = await start();
  console.log(`first: ${heard()}`);
  console.log(`first: pid ${first.pid}`);

  const second = await start();
  console.log(`second: ${heard()}`);
  console.log(`second: ${how(second.called)}`);

  writeFileSync(configuration, 'two');
  kill(first.pid, 'SIGHUP');
  console.log(`first: ${heard()}`);
  kill(first.pid, 'SIGTERM');
  console.log(`first: ${heard()}`);
  console.log(`first: ${how(waitpid(first.pid))}`);

  const third = await start();
  console.log(`third: ${heard()}`);
  kill(third.pid, 'SIGKILL');
  waitpid(third.pid);
  console.log(`file: ${readFileSync(lockFile, 'utf8') === `${third.pid}\n`}`);

  const fourth = await start();
  console.log(`fourth: ${heard()}`);
  kill(fourth.pid, 'SIGTERM');
  console.log(`fourth: ${heard()}`);
  waitpid(fourth.pid);
  rmSync(folder, { recursive: true });
}
main();
