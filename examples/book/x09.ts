// Advanced Programming in the UNIX Environment: figure 8.1, fork1.c
// a.out, and once more as a.out > temp.out

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fork,
  getpid,
  O_CREAT,
  O_WRONLY,
  posix_spawn,
  waitpid,
  write,
} from 'posix-proc';

let globvar = 6;

/** As the streams of C have one: not written before the program exits. */
let buffer = '';

function fork1() {
  let variable = 88;
  write(1, 'a write to stdout\n');
  console.log('before fork'); // we don't flush stdout
  buffer = 'kept in a variable before fork\n';

  const pid = fork();
  if (pid === 0) {
    globvar++;
    variable++;
  } else waitpid(pid); // the book has sleep(2)

  console.log(`pid = ${getpid()}, glob = ${globvar}, var = ${variable}`);
  write(1, buffer);
}

function redirect() {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  const file = join(folder, 'temp.out');
  const argv = ['node', __filename, 'again'];
  const fileActions = [['open', 1, file, O_CREAT | O_WRONLY, 0o600]] as const;
  waitpid(posix_spawn(process.execPath, argv, { fileActions }));
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n'))
    console.log(`temp.out: ${line}`);
  rmSync(folder, { recursive: true });
}

const again = process.argv[2] === 'again';
const original = getpid();
fork1();
if (!again && getpid() === original) redirect();
