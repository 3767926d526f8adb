// child_process.spawnSync() in a process with a large heap: V8's marks keep it
// cheap, if they are there. Arguments: the role, megabytes of objects.

import { spawnSync } from 'node:child_process';
import { grow } from './grow.mjs';
import { serveAs } from './roles.mjs';
import { now } from './serve.mjs';

const [role, megabytes] = process.argv.slice(2);
grow('objects', Number(megabytes));

await serveAs(role, () => {
  const before = now();
  const { status } = spawnSync('/bin/true', { stdio: 'ignore' });
  if (status !== 0) throw new Error('/bin/true failed');
  return { time: now() - before };
});
