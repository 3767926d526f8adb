// Makes prebuilds/<platform>-<arch>/posix-proc.<libc>.node, the binary that is
// committed and published. It is built in a copy of what the hash covers, so
// that no path of the checkout gets into it and build/ stays as it is.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { nodedir } from './build-native.mjs';

const require = createRequire(import.meta.url);
const prebuildify = promisify(require('prebuildify'));

const root = path.join(import.meta.dirname, '..');

/** Into prebuilds/ of the folder `out`; `options` are prebuildify's. */
export async function prebuild(out, options = {}) {
  const work = mkdtempSync(path.join(tmpdir(), 'posix-proc-prebuild-'));
  try {
    for (const part of [
      'package.json',
      'binding.gyp',
      'native',
      'scripts/native-files.js',
      'node_modules/node-addon-api',
    ]) {
      cpSync(path.join(root, part), path.join(work, part), { recursive: true });
    }
    process.env.npm_config_nodedir = await nodedir();
    await prebuildify({
      cwd: work,
      out,
      targets: [process.version],
      napi: true,
      strip: true,
      tagLibc: true,
      nodeGyp: path.join(root, 'node_modules/.bin/node-gyp'),
      ...options,
    });
  } finally {
    rmSync(work, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await prebuild(root);
