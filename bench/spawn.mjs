// What posix_spawn('/bin/true') and waitpid() cost, and spawn() and
// Child.wait(), against the same in C and against child_process.spawnSync(),
// with a small and with a large heap.
// `--json` prints the figures, `--write` puts the table into
// docs/bench-spawn.md as well.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';
import { markdown } from './spawn/report.mjs';

const here = import.meta.dirname;
const root = path.join(here, '..');
const rounds = 250;
const megabytes = { small: 45, large: 1024 };

const program = (name) => path.join(here, 'spawn', name);
const binary = path.join(root, 'build/bench/spawn');

function programs(size) {
  const node = (name) => [process.execPath, program(`${name}.mjs`)];
  return [
    [`C, ${size}`, binary],
    [`posix-proc, ${size}`, ...node('posix-proc')],
    [`spawn(), ${size}`, ...node('friendly')],
    [`spawnSync, ${size}`, ...node('child-process')],
  ].map((command) => [...command, String(megabytes[size])]);
}

mkdirSync(path.dirname(binary), { recursive: true });
execFileSync('cc', ['-O2', '-o', binary, program('spawn.c')]);

const load = [os.loadavg()[0]];
// All of them in one run: each ratio is between neighbours in time.
const results = await inTurns(
  Object.keys(megabytes).flatMap((size) => programs(size)),
  { rounds, warmUp: 20 },
);
load.push(os.loadavg()[0]);

const times = (name) => results[name].answers.map(({ time }) => time);
const ratio = (one, other) => {
  const below = times(other);
  return quartiles(times(one).map((time, i) => time / below[i]));
};
const report = {
  machine: machine(),
  load,
  figures: Object.entries(results).map(([title, { ready }]) => ({
    title,
    rss: ready.rss,
    time: quartiles(times(title)),
  })),
  ratios: {
    c: ratio('posix-proc, small', 'C, small'),
    cLarge: ratio('posix-proc, large', 'C, large'),
    flat: ratio('posix-proc, large', 'posix-proc, small'),
    friendly: ratio('spawn(), small', 'posix-proc, small'),
    friendlyFlat: ratio('spawn(), large', 'spawn(), small'),
    faster: ratio('spawnSync, small', 'posix-proc, small'),
    fasterC: ratio('spawnSync, small', 'C, small'),
    fasterLarge: ratio('spawnSync, large', 'posix-proc, large'),
    fasterCLarge: ratio('spawnSync, large', 'C, large'),
  },
};
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(root, 'docs/bench-spawn.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
