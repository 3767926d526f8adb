// How fast Pty reads from a terminal, against node-pty, which is built in a
// temporary folder. `--json` prints the figures, `--write` puts the table into
// docs/bench-pty.md as well.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { nodedir } from '../scripts/build-native.mjs';
import { conditions, machine, mark, ratios, table } from './report.mjs';
import { quartiles } from './servers.mjs';

const root = path.join(import.meta.dirname, '..');
const version = '1.1.0';
const megabytes = 256;
const rounds = 5;

async function buildNodePty(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{}');
  const run = (file, args, cwd) =>
    execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', ['install', ...flags, `node-pty@${version}`], folder);
  const installed = path.join(folder, 'node_modules/node-pty');
  const gyp = createRequire(import.meta.url).resolve(
    'node-gyp/bin/node-gyp.js',
  );
  const args = ['rebuild', `--nodedir=${await nodedir()}`, '--loglevel=error'];
  run(process.execPath, [gyp, ...args], installed);
  return installed;
}

/** MB a second. */
function measure(way) {
  const program = path.join(import.meta.dirname, 'pty/read.mjs');
  const output = execFileSync(process.execPath, [program, way, megabytes]);
  const { seconds, bytes } = JSON.parse(output);
  return bytes / 1e6 / seconds;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-pty-'));
const speeds = { 'posix-proc': [], 'node-pty': [] };
const load = [os.loadavg()[0]];
try {
  const ways = {
    'posix-proc': 'posix-proc',
    'node-pty': await buildNodePty(folder),
  };
  for (let i = 0; i <= rounds; i++) {
    const names = Object.keys(ways);
    for (const name of i % 2 ? names : names.reverse()) {
      const speed = measure(ways[name]);
      if (i > 0) speeds[name].push(speed); // the first warms up
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
load.push(os.loadavg()[0]);

const ratio = quartiles(
  speeds['posix-proc'].map((speed, i) => speed / speeds['node-pty'][i]),
);
const report = {
  machine: machine(),
  load,
  ratio,
  speeds: Object.fromEntries(
    Object.entries(speeds).map(([name, all]) => [name, quartiles(all)]),
  ),
};
const text = `# How fast a terminal is read

Written by \`npm run bench:pty -- --write\`: ${conditions(report.machine, load)}

${megabytes} MiB of what \`yes\` writes to a terminal, by class \`Pty\` and by node-pty ${version} (bytes, no decoding), in turns, each in a process of its own. Most of the time is the kernel's. The ratio is the median of those of neighbours in time, with its quartiles.

Pty to node-pty: ${ratios(ratio, 2)}, target ≥ 1: ${mark(ratio.median >= 1)}.

${table(
  ['', 'MB/s: median (quartiles; least–greatest)', 'n'],
  Object.entries(report.speeds).map(
    ([name, { median, q1, q3, min, max, n }]) => {
      const [middle, ...others] = [median, q1, q3, min, max].map(Math.round);
      const [low, high, least, greatest] = others;
      return [name, `${middle} (${low}–${high}; ${least}–${greatest})`, n];
    },
  ),
)}
`;
if (process.argv.includes('--write'))
  writeFileSync(path.join(root, 'docs/bench-pty.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
