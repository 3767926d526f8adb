// fork() of a process with a mapping of 1 GiB, all of it in memory: of 'small'
// or 'huge' pages, or 'shared', or 'none'. And what the child pays for its first
// write to a page, in each of 100 places.

import {
  _exit,
  close,
  fork,
  mmap,
  pipe,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { now, rest, serve } from '../fork/serve.mjs';

const [kind] = process.argv.slice(2);
const size = kind === 'none' ? 4096 : 2 ** 30;
const places = 100;
const memory = new Uint8Array(
  mmap({
    length: size,
    shared: kind === 'shared',
    hugePages: kind === 'huge',
  }),
).fill(1);

await serve(async () => {
  await rest(50);
  const [r, w] = pipe();
  const start = now();
  const pid = fork();
  const time = now() - start;
  if (pid === 0) {
    const start = now();
    for (let i = 0; i < places; i++)
      memory[Math.floor((i * size) / places)] = 2;
    write(w, `${(now() - start) / places}`);
    _exit(0);
  }
  const first = Number(read(r, 100).toString());
  waitpid(pid);
  close(r);
  close(w);
  return { time, first };
});
