// Other JavaScript runtimes, from npm, kept in the same cache as other Nodes.

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

const packages = {
  bun: { spec: '@oven/bun-linux-x64@1.4.5', file: 'bin/bun' },
  deno: { spec: '@deno/linux-x64-glibc@2.9.6', file: 'deno' },
};

const cache = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'posix-proc',
);

/** The program's path. Throws when npm cannot give it. */
export function runtime(name) {
  const { spec, file } = packages[name];
  const folder = path.join(cache, spec.replaceAll('/', '-'));
  const program = path.join(folder, file);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  // Beside its place, then renamed: another process never sees half of it.
  const work = mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const packing = ['pack', spec, '--json', '--pack-destination', work];
    const options = { cwd: work, encoding: 'utf8', timeout: 120_000 };
    const packed = execFileSync('npm', packing, { ...options, stdio: 'pipe' });
    const [{ filename }] = JSON.parse(packed);
    execFileSync('tar', ['-xzf', path.join(work, filename), '-C', work]);
    renameSync(path.join(work, 'package'), folder);
  } catch (error) {
    if (!existsSync(program)) throw error;
  } finally {
    rmSync(work, { recursive: true });
  }
  return program;
}
