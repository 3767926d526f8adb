// Compiles the addon for Linux on arm64, as users there do at install, and runs a
// program with it under qemu. What is made is not published: of the tests, none
// was run there.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeFromNpm } from './node-versions.mjs';
import { prebuild } from './prebuild.mjs';

const root = path.join(import.meta.dirname, '..');
const prefix = 'aarch64-linux-gnu';

const missing = [`${prefix}-g++`, 'qemu-aarch64'].find(
  (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
);
if (missing) {
  console.error(
    `check:arm64: no ${missing} here (Debian: g++-${prefix}, qemu-user)`,
  );
  process.exit(1);
}

const { dir, node } = nodeFromNpm(process.versions.node, 'arm64');
const out = mkdtempSync(path.join(tmpdir(), 'posix-proc-arm64-'));
try {
  Object.assign(process.env, {
    CC: `${prefix}-gcc`,
    CXX: `${prefix}-g++`,
    npm_config_nodedir: dir,
  });
  const stripBin = `${prefix}-strip`;
  await prebuild(out, { arch: 'arm64', stripBin, quiet: true });
  const program = path.join(root, 'test/fixtures/arm64.mjs');
  execFileSync('qemu-aarch64', ['-L', `/usr/${prefix}`, node, program], {
    env: { ...process.env, POSIX_PROC_PREBUILD: out },
    stdio: 'inherit',
    timeout: 60_000,
  });
} finally {
  rmSync(out, { recursive: true });
}
