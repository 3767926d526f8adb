// Runs the tests on every Node version the package supports, or on those of
// the lines given first:
//   node scripts/matrix.mjs [22,24,26] [vitest arguments]

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { nodeOf, versions } from './node-versions.mjs';

const args = process.argv.slice(2);
const lines = /^[\d,]+$/.test(args[0] ?? '') ? args.shift().split(',') : null;
const chosen = versions.filter(
  (version) => !lines || lines.includes(version.split('.')[0]),
);

const failed = chosen.filter((version) => {
  console.log(`\nmatrix: Node ${version}`);
  const { node } = nodeOf(version);
  const { status } = spawnSync(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', ...args],
    {
      cwd: path.join(import.meta.dirname, '..'),
      // Programs the tests start by name get the same Node.
      env: {
        ...process.env,
        PATH: `${path.dirname(node)}:${process.env.PATH}`,
      },
      stdio: 'inherit',
    },
  );
  return status !== 0;
});

if (chosen.length === 0 || failed.length > 0) {
  console.error(`matrix: failed on ${failed.join(', ') || 'no version'}`);
  process.exitCode = 1;
}
