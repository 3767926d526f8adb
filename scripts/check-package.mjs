// Looks at the packed package as its users get it: publint, are the types
// wrong, and a smoke test of the installed tarball on every Node version.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { nodeOf, versions } from './node-versions.mjs';
import { pack, smoke, withInstalled } from './packed.mjs';

const root = path.join(import.meta.dirname, '..');

function tool(name, ...args) {
  execFileSync(path.join(root, 'node_modules/.bin', name), args, {
    cwd: root,
    stdio: 'inherit',
  });
}

const { path: tarball, size } = pack();
console.log(`${path.basename(tarball)}: ${(size / 1024).toFixed(1)} KB`);
tool('publint', 'run', tarball, '--strict');
// Not as Node 10 did, which knew no "exports": no Node that we run on does.
tool('attw', tarball, '--profile', 'node16');
withInstalled(tarball, (folder) => {
  tool(
    'tsc',
    ...[
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
    ],
    ...['--types', 'node', '--typeRoots', 'node_modules/@types'],
    ...['types.mts', 'types.cts'].map((file) => path.join(folder, file)),
  );
  console.log('installed: a TypeScript user gets types from both doors');
  for (const version of versions) {
    smoke(folder, nodeOf(version).node);
    console.log(`installed without scripts: runs on Node ${version}`);
  }
});
