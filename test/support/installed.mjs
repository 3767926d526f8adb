// The package as an application has it: in a node_modules folder, with the
// addon that is tested here.

import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '../..');

/** Copies the package into `folder`/node_modules and returns its folder. */
export function install(folder) {
  const target = path.join(folder, 'node_modules/posix-proc');
  const prebuilds = path.join(target, 'prebuilds/linux-x64');
  mkdirSync(prebuilds, { recursive: true });
  for (const part of ['dist', 'package.json'])
    cpSync(path.join(root, part), path.join(target, part), { recursive: true });
  cpSync(
    require('node-gyp-build').path(root),
    path.join(prebuilds, 'posix-proc.glibc.node'),
  );
  cpSync(
    path.dirname(require.resolve('node-gyp-build')),
    path.join(folder, 'node_modules/node-gyp-build'),
    { recursive: true },
  );
  return target;
}
