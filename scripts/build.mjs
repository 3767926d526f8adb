// TypeScript to JavaScript: src/ to dist/, then the examples, which are written
// against the built package, to dist/examples/.

import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { writeEsmDoor } from './esm-door.mjs';

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '..');

function tsc(project) {
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('typescript/bin/tsc'), '-p', project],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(1);
}

tsc('tsconfig.json');
for (const entry of ['index', 'proc/index', 'elf/index']) writeEsmDoor(entry);
chmodSync(path.join(root, 'dist/cli/main.js'), 0o755);
tsc('examples/tsconfig.json');
