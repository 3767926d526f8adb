// What a signal costs: from sending it to its handler, beside process.on(), and
// 10,000 queued values beside Python's signal.sigwaitinfo(), and a change of the
// process's mask. `--json` prints the figures, `--write` puts the table into docs/bench-signal.md as well.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';
import { markdown } from './signal/report.mjs';

const here = import.meta.dirname;
const rounds = 40;

const program = (name) => path.join(here, 'signal', name);
const load = [os.loadavg()[0]];
const results = await inTurns(
  [
    ['latency', process.execPath, program('latency.mjs')],
    ['handler', process.execPath, program('handler.mjs')],
    ['sigwaitinfo', process.execPath, program('sigwaitinfo.mjs')],
    ['python', 'python3', program('sigwaitinfo.py')],
    ['mask', process.execPath, program('mask.mjs')],
  ],
  { rounds },
);
load.push(os.loadavg()[0]);

const figures = (name, field) =>
  results[name].answers.map((answer) => answer[field]);
const ratio = (one, other) => quartiles(one.map((it, i) => it / other[i]));
const report = {
  machine: machine(),
  load,
  latency: {
    on: quartiles(figures('latency', 'on')),
    sigaction: quartiles(figures('latency', 'sigaction')),
    atOnce: quartiles(figures('latency', 'atOnce')),
  },
  queue: {
    handler: quartiles(figures('handler', 'time')),
    sigwaitinfo: quartiles(figures('sigwaitinfo', 'time')),
    python: quartiles(figures('python', 'time')),
  },
  mask: {
    threads: results.mask.first.threads,
    first: results.mask.first.first,
    time: quartiles(figures('mask', 'time')),
  },
  ratios: {
    latency: ratio(figures('latency', 'sigaction'), figures('latency', 'on')),
    handler: ratio(figures('python', 'time'), figures('handler', 'time')),
    sigwaitinfo: ratio(
      figures('python', 'time'),
      figures('sigwaitinfo', 'time'),
    ),
  },
};
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-signal.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
