// What large memory costs fork(), and how much of it a child makes its own.
// `--json` prints the figures, `--write` puts the tables into
// docs/bench-memory.md as well.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { conditions, machine, table, times } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';

const here = import.meta.dirname;
const mappings = {
  none: 'none',
  small: 'private, pages of 4 KiB',
  huge: 'private, huge pages',
  shared: 'shared',
};
const tasks = {
  nothing: 'nothing',
  idle: 'idles for 2 s',
  serve: 'answers 2,000 requests of HTTP',
  gc: 'a full garbage collection',
};

const programs = (file, kinds) =>
  Object.keys(kinds).map((kind) => [
    kind,
    process.execPath,
    path.join(here, 'memory', `${file}.mjs`),
    kind,
  ]);
const collect = (results, kinds, key) =>
  Object.entries(kinds).map(([kind, title]) => ({
    title,
    ...quartiles(results[kind].answers.map((answer) => answer[key])),
  }));

const load = [os.loadavg()[0]];
const forks = await inTurns(programs('mapping', mappings), { rounds: 20 });
const heaps = await inTurns(programs('heap', tasks), { rounds: 7, warmUp: 1 });
load.push(os.loadavg()[0]);

const report = {
  machine: machine(),
  load,
  fork: collect(forks, mappings, 'time'),
  first: collect(forks, mappings, 'first'),
  heap: collect(heaps, tasks, 'megabytes'),
};

const megabytes = ({ median, min, max }) =>
  `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
const text = `# What memory costs

Written by \`npm run bench:memory -- --write\`: ${conditions(report.machine, load)}

Programs were measured in turns, in random order, after warm-up.

## fork() with a mapping of 1 GiB

All of it has been written to. The call until it returns in the parent, and the child's first write to a page that it shares with its parent, each of 100 places; medians (quartiles; least–greatest) in µs.

${table(
  ['mapping', 'fork()', 'first write', 'n'],
  report.fork.map((figures, i) => [
    figures.title,
    times(figures),
    figures.title === mappings.none ? '' : times(report.first[i], 1),
    figures.n,
  ]),
)}

## What a child makes its own of a heap of 300 MB

Private_Dirty of the child in MiB, from its fork() on; medians (least–greatest).

${table(
  ['what the child does', 'MiB', 'n'],
  report.heap.map((figures) => [figures.title, megabytes(figures), figures.n]),
)}
`;
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-memory.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
