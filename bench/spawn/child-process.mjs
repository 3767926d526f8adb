// child_process.spawnSync(), with the same descriptors. Argument: megabytes of
// objects to grow to.

import { spawnSync } from 'node:child_process';
import { grow } from '../fork/grow.mjs';
import { now, rest, serve } from '../fork/serve.mjs';

grow('objects', Number(process.argv[2]));
await rest(200);
await serve(() => {
  const before = now();
  const { status } = spawnSync('/bin/true', { stdio: 'inherit' });
  const time = now() - before;
  if (status !== 0) throw new Error('/bin/true failed');
  return { time };
});
