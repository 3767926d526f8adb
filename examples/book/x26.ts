// Working With Unix Processes: Processes Have File Descriptors

import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  Fd,
  mkfifo,
  O_NONBLOCK,
  O_RDONLY,
  open,
  pipe,
  read,
} from 'posix-proc';
import { codeOf } from './shared.js';

const passwd = open(__filename, O_RDONLY);
console.log(`passwd: ${passwd}`);
const hosts = open(__filename, O_RDONLY);
console.log(`hosts: ${hosts}`);
close(passwd);
console.log('closed: passwd');
const nothing = open('/dev/null', O_RDONLY);
console.log(`/dev/null: ${nothing}`);

// Everything is a file.
const folder = mkdtempSync(join(tmpdir(), 'book-'));
const fifo = join(folder, 'fifo');
mkfifo(fifo, 0o600);
const all = {
  device: nothing,
  folder: openSync(folder, 'r'), // Node's own functions open the same numbers
  pipe: pipe()[0],
  fifo: open(fifo, O_RDONLY | O_NONBLOCK),
};
for (const [what, fd] of Object.entries(all)) console.log(`a ${what}: ${fd}`);
rmSync(folder, { recursive: true });

// An owner knows that its descriptor is closed. A number does not: by now it
// may be that of another file.
const owner = new Fd(hosts);
owner.close();
console.log(`after close(): fd ${owner.fd}`);
console.log(`read(fd): ${codeOf(() => read(owner.fd, 1))}`);
console.log(`read(${hosts}): ${codeOf(() => read(hosts, 1))}`);
