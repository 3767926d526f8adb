// npm run bench: all benchmarks, or those that are named, one after the other,
// each of which renews its page; then the summary of all pages.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { benches, write } from './summary.mjs';

const named = process.argv.slice(2);
const unknown = named.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(
    `bench: no ${unknown.join(', ')}; there are ${benches.join(', ')}`,
  );
  process.exit(2);
}
const failed = (named.length > 0 ? named : benches).filter((name) => {
  console.error(`bench: ${name}`);
  const file = path.join(import.meta.dirname, `${name}.mjs`);
  const { status } = spawnSync(process.execPath, [file, '--write'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status !== 0;
});
write();
if (failed.length > 0) {
  console.error(`bench: as they were are the pages of ${failed.join(', ')}`);
  process.exitCode = 1;
}
