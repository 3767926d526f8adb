// What it costs to read all symbols of the node binary, against a whole
// `readelf -sW`. `--json` prints the figures, `--write` puts the table into
// docs/bench-elf.md as well.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { markdown } from './elf/report.mjs';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';

const here = import.meta.dirname;
const program = (name) => [
  process.execPath,
  path.join(here, 'elf', `${name}.mjs`),
];

const load = [os.loadavg()[0]];
const results = await inTurns(
  [
    ['readelf', ...program('readelf')],
    ['readElf()', ...program('posix-proc')],
    ['a program', ...program('whole')],
  ],
  { rounds: 15, warmUp: 2 },
);
load.push(os.loadavg()[0]);

const times = (name) => results[name].answers.map(({ time }) => time);
const ratio = (name) =>
  quartiles(times(name).map((time, i) => time / times('readelf')[i]));
const report = {
  machine: machine(),
  load,
  symbols: results['readElf()'].first.symbols,
  first: results['readElf()'].first.time,
  header: quartiles(results['readElf()'].answers.map(({ header }) => header)),
  figures: Object.keys(results).map((title) => ({
    title,
    time: quartiles(times(title)),
  })),
  ratios: { call: ratio('readElf()'), whole: ratio('a program') },
};
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-elf.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
