// Working With Unix Processes: Processes Can Communicate

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AF_UNIX,
  close,
  mkfifo,
  O_RDONLY,
  open,
  pipe,
  posix_spawn,
  read,
  SOCK_DGRAM,
  socketpair,
  waitpid,
  write,
} from 'posix-proc';
import { child, readAll } from './shared.js';

function show(what: string, text: string) {
  for (const line of text.trimEnd().split('\n'))
    console.log(`${what}: ${line}`);
}

// A stream: bytes, of which the reader makes lines again.
const [r, w] = pipe();
const writer = child(() => {
  close(r);
  for (let i = 1; i <= 10; i++) write(w, `line ${i}\n`);
});
close(w);
show('pipe', readAll(r));
waitpid(writer);

// Messages: one read() for each write().
const [ours, theirs] = socketpair(AF_UNIX, SOCK_DGRAM);
const worker = child(() => {
  for (let i = 0; i < 4; i++) write(theirs, `done: ${read(theirs, 1000)}`);
});
for (const job of ['sweep', 'sweep', 'dust', 'dust']) write(ours, job);
for (let i = 0; i < 4; i++) console.log(`socket: ${read(ours, 1000)}`);
waitpid(worker);

// A pipe with a name, for processes that have none in common to inherit it from.
const folder = mkdtempSync(join(tmpdir(), 'book-'));
const fifo = join(folder, 'fifo');
mkfifo(fifo, 0o600);
const stranger = posix_spawn('/bin/sh', [
  'sh',
  '-c',
  'echo hello > "$0"',
  fifo,
]);
show('FIFO', readAll(open(fifo, O_RDONLY)));
waitpid(stranger);
rmSync(folder, { recursive: true });
