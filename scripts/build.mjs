// TypeScript to JavaScript: src/ to dist/, then the examples, which are written
// against the built package, to dist/examples/. Charts and coloured sources come
// with the parts of their libraries that they need.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
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

/** A module of the command, with the parts of libraries that it uses. */
async function bundle(module, banner, licenses) {
  const file = path.join(root, 'dist/cli/book', module);
  await build({
    input: path.join(root, 'src/cli/book', `${module}.ts`),
    platform: 'node',
    output: {
      file: `${file}.js`,
      format: 'cjs',
      minify: true,
      postBanner: `// Has parts of ${banner}: see ${path.basename(module)}.LICENSE`,
    },
  });
  const texts = licenses.map((license) =>
    readFileSync(path.join(root, 'node_modules', license), 'utf8'),
  );
  writeFileSync(`${file}.LICENSE`, texts.join('\n\n'));
}

await bundle('chart', 'Apache ECharts and zrender', [
  ...['echarts/NOTICE', 'echarts/LICENSE', 'echarts/licenses/LICENSE-d3'],
  'zrender/LICENSE',
]);
await bundle('html/source', 'highlight.js', ['highlight.js/LICENSE']);

// The report of the book shows the programs as they were written.
const book = path.join(root, 'examples/book');
for (const file of readdirSync(book)) {
  if (/^[a-z]\d\d\.ts$/.test(file))
    copyFileSync(
      path.join(book, file),
      path.join(root, 'dist/examples/book', file),
    );
}
