// `readelf -sW` of the node binary, a whole process, its output thrown away.

import { spawnSync } from 'node:child_process';
import { now, serve } from '../fork/serve.mjs';

await serve(() => {
  const before = now();
  const { status } = spawnSync('readelf', ['-sW', process.execPath], {
    stdio: 'ignore',
  });
  const time = now() - before;
  if (status !== 0) throw new Error('readelf failed');
  return { time };
});
