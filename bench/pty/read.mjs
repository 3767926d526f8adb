// Reads as many MiB of what `yes` writes to a terminal, by the class Pty or by
// the package node-pty, which is given by its path. Prints the seconds it took.

import { createRequire } from 'node:module';

const [, , way, megabytes] = process.argv;
const wanted = Number(megabytes) * 2 ** 20;

async function open() {
  if (way === 'posix-proc') {
    const { Pty } = await import('posix-proc');
    return Pty.spawn('yes', []);
  }
  const { spawn } = createRequire(import.meta.url)(way);
  return spawn('yes', [], { encoding: null }); // bytes, as ours
}

const start = performance.now();
let total = 0;
const terminal = await open();
terminal.on('error', () => {}); // node-pty's, at the hang-up
terminal.on('data', ({ length }) => {
  total += length;
  if (total < wanted) return;
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(JSON.stringify({ seconds, bytes: total }));
  process.kill(terminal.pid, 'SIGKILL');
  process.exit(0);
});
