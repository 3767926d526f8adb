// Compiles the addon into build/Release, with headers that are already here
// or come from npm, never with node-gyp's own download. Without a compiler it
// says that the prebuilt addon is what runs. `--force` compiles even when the
// binary is this tree's already.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { nodeFromNpm } from './node-versions.mjs';

const require = createRequire(import.meta.url);
const { localNodedir } = require('./nodedir.js');
const { sourceHash } = require('./native-files.js');

const root = path.join(import.meta.dirname, '..');
const binary = path.join(root, 'build/Release/posix-proc.node');

export async function nodedir() {
  const local = localNodedir();
  if (local) return local;
  const { dir } = await nodeFromNpm(process.versions.node);
  return dir;
}

export function compilerMissing() {
  return [process.env.CXX ?? 'g++', 'make', 'python3'].find(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
}

// Asked of a process of its own: a loaded addon cannot be unloaded again.
function compiledHash(file) {
  if (!existsSync(file)) return undefined;
  const { stdout } = spawnSync(
    process.execPath,
    ['-p', 'require(process.argv[1]).sourceHash', file],
    { encoding: 'utf8' },
  );
  return stdout.trim();
}

/** Runs node-gyp in `folder`, where binding.gyp is. */
export function gyp(folder, headers, args, env = {}) {
  execFileSync(
    process.execPath,
    [
      require.resolve('node-gyp/bin/node-gyp.js'),
      `--nodedir=${headers}`,
      '--loglevel=error',
      ...args,
    ],
    { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } },
  );
}

/** A folder of build/ that node-gyp can run in, for an addon of another kind. */
export function besideRelease(name) {
  const folder = path.join(root, 'build', name);
  mkdirSync(folder, { recursive: true });
  for (const part of [
    'binding.gyp',
    'native',
    'node_modules',
    'package.json',
    'scripts',
  ]) {
    const link = path.join(folder, part);
    if (!existsSync(link)) symlinkSync(path.join('../..', part), link);
  }
  return folder;
}

async function main() {
  if (process.platform !== 'linux') {
    console.log('build-native: the addon is for Linux; nothing to compile');
    return;
  }
  const missing = compilerMissing();
  if (missing) {
    console.log(
      `build-native: no ${missing} here: the prebuilt addon is what runs`,
    );
    return;
  }
  if (
    !process.argv.includes('--force') &&
    compiledHash(binary) === sourceHash()
  ) {
    console.log('build-native: build/Release is up to date');
    return;
  }
  const dir = await nodedir();
  console.log(`build-native: compiling with the headers in ${dir}`);
  gyp(root, dir, ['configure', 'build', '--jobs=max']);
}

if (process.argv[1] === import.meta.filename) await main();
