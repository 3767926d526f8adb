// The same by child_process, which has watched them since their start. Argument:
// how many.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { close, pipe } from 'posix-proc';
import { rest, serve } from '../fork/serve.mjs';
import { bare } from './children.mjs';

const count = Number(process.argv[2]);

await rest(200);
await serve(async () => {
  const [reader, writer] = pipe();
  const exits = Array.from({ length: count }, () =>
    once(spawn('/bin/cat', { stdio: [reader, 'ignore', 'ignore'] }), 'exit'),
  );
  close(reader);
  await rest(50);
  const looking = bare.threadTime();
  close(writer);
  await Promise.all(exits);
  return { time: (bare.threadTime() - looking) / count };
});
