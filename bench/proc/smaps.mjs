// smaps() of a process with 2,000 mappings, and its bytes alone.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { smaps } from 'posix-proc/proc';
import { now, serve } from '../fork/serve.mjs';

const buffer = Buffer.alloc(8 * 2 ** 20);

function readBytes(file) {
  const fd = openSync(file, 'r');
  let length = 0;
  for (;;) {
    const room = buffer.length - length;
    const count = readSync(fd, buffer, length, room, null);
    if (count === 0) break;
    length += count;
  }
  closeSync(fd);
  return length;
}

const target = spawn(
  process.execPath,
  [path.join(import.meta.dirname, 'mappings.mjs')],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
await once(target.stdout, 'data');

await serve(() => {
  const before = now();
  const bytes = readBytes(`/proc/${target.pid}/smaps`);
  const between = now();
  const rows = smaps(target.pid).length;
  return { read: between - before, time: now() - between, bytes, rows };
});
target.stdin.end();
