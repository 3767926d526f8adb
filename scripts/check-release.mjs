// What a release must be, beyond its tests: its changelog and its version agree,
// its dependencies may be used by everybody, and its binary comes out the same
// when it is built again. `--tag v1.2.3` asks for all that publishing needs.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { disagreement } from './changelog.mjs';
import { prebuild } from './prebuild.mjs';

const root = path.join(import.meta.dirname, '..');
const read = (file) => readFileSync(path.join(root, file));
const json = (file) => JSON.parse(read(file));

const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
// In dist/, with their licences beside them: scripts/build.mjs.
const bundled = ['echarts', 'zrender', 'highlight.js'];

function changelog(tag) {
  const manifest = json('package.json');
  const fault = disagreement(`${read('CHANGELOG.md')}`, manifest, tag);
  if (fault) throw new Error(fault);
  console.log(`CHANGELOG.md agrees with version ${manifest.version}`);
}

function licenses() {
  const found = execFileSync('npm', ['query', '.prod'], { cwd: root });
  const installed = JSON.parse(found).filter(({ name }) => name);
  const all = bundled.map((name) => json(`node_modules/${name}/package.json`));
  for (const { name, version, license } of [...installed, ...all]) {
    console.log(`${name} ${version}: ${license}`);
    if (!allowed.includes(license))
      throw new Error(`the licence of ${name} is not among ${allowed}`);
  }
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function reproducible() {
  const file = 'prebuilds/linux-x64/posix-proc.glibc.node';
  const built = [];
  for (let i = 0; i < 2; i++) {
    const out = mkdtempSync(path.join(tmpdir(), 'posix-proc-again-'));
    try {
      await prebuild(out, { quiet: true });
      built.push(sha256(readFileSync(path.join(out, file))));
    } finally {
      rmSync(out, { recursive: true });
    }
  }
  const [one, two] = built;
  if (one !== two) throw new Error(`built twice: ${one}, then ${two}`);
  console.log(`built twice, the same: ${one}`);
  // Another compiler makes others; a test compares the sources.
  const committed = sha256(read(file));
  console.log(
    committed === one
      ? 'the committed binary is that one'
      : `the committed binary is of another compiler, or of other sources: ${committed}`,
  );
}

const { tag } = parseArgs({ options: { tag: { type: 'string' } } }).values;
changelog(tag);
licenses();
await reproducible();
