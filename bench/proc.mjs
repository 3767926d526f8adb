// What it costs to list a thousand processes, against a whole ps(1) and psutil,
// and to read the smaps of a process with 2,000 mappings, against reading the
// bytes. `--json` prints the figures, `--write` puts the tables into
// docs/bench-proc.md as well.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { list } from 'posix-proc/proc';
import { markdown } from './proc/report.mjs';
import { withSleepers } from './proc/sleepers.mjs';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';

const here = import.meta.dirname;
const count = 1000;
const rounds = { list: 30, smaps: 40 };

const program = (name) => [
  process.execPath,
  path.join(here, 'proc', `${name}.mjs`),
];

/** A Python that has psutil, and its version. */
function findPsutil() {
  const code = 'import psutil; print(psutil.__version__)';
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
      const version = execFileSync(python, ['-c', code], options).trim();
      return { python, version };
    } catch {}
  }
  console.error('psutil is not installed: it is not measured');
  return undefined;
}

const psutil = findPsutil();
const load = [os.loadavg()[0]];
const { listed, shown } = await withSleepers(count, async () => ({
  shown: list().length,
  listed: await inTurns(
    [
      ['ps', ...program('ps')],
      ['processes()', ...program('processes')],
      ['a program', ...program('whole')],
      ...(psutil
        ? [['psutil', psutil.python, path.join(here, 'proc/list.py')]]
        : []),
    ],
    { rounds: rounds.list, warmUp: 5 },
  ),
}));
const { smaps } = await inTurns([['smaps', ...program('smaps')]], {
  rounds: rounds.smaps,
  warmUp: 5,
});
load.push(os.loadavg()[0]);

const times = (name) => listed[name].answers.map(({ time }) => time);
const ratio = (name, other) =>
  quartiles(times(name).map((time, i) => time / times(other)[i]));
const { rows, bytes } = smaps.first;
const report = {
  machine: machine(),
  load,
  count: shown,
  first: listed['processes()'].first.time,
  psutil: psutil?.version,
  figures: Object.keys(listed).map((title) => ({
    title,
    time: quartiles(times(title)),
  })),
  ratios: {
    ps: ratio('processes()', 'ps'),
    whole: ratio('a program', 'ps'),
    ...(psutil ? { psutil: ratio('processes()', 'psutil') } : {}),
  },
  smaps: {
    ...{ rows, bytes },
    read: quartiles(smaps.answers.map(({ read }) => read)),
    time: quartiles(smaps.answers.map(({ time }) => time)),
    ratio: quartiles(smaps.answers.map(({ time, read }) => time / read)),
  },
};
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-proc.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
