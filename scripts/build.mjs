// TypeScript to JavaScript: src/ to dist/, then the examples, which are written
// against the built package, to dist/examples/. The charts come with the parts
// of their library that they need.

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'rolldown';
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
for (const entry of ['index', 'proc/index', 'elf/index', 'daemon/index'])
  writeEsmDoor(entry);
chmodSync(path.join(root, 'dist/cli/main.js'), 0o755);
tsc('examples/tsconfig.json');
await build({
  input: path.join(root, 'src/cli/book/chart.ts'),
  platform: 'node',
  output: {
    file: path.join(root, 'dist/cli/book/chart.js'),
    format: 'cjs',
    minify: true,
    postBanner: '// Has parts of Apache ECharts and zrender: see chart.LICENSE',
  },
});
const licenses = ['echarts/NOTICE', 'echarts/LICENSE']
  .concat(['echarts/licenses/LICENSE-d3', 'zrender/LICENSE'])
  .map((file) => readFileSync(path.join(root, 'node_modules', file), 'utf8'));
writeFileSync(
  path.join(root, 'dist/cli/book/chart.LICENSE'),
  licenses.join('\n\n'),
);
