// What waitpid() costs over the bare system call, and Child.wait() for many
// children at once. `--json` prints the figures, `--write` puts the tables into
// docs/bench-wait.md as well.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';
import { markdown } from './wait/report.mjs';
import { buildYardstick } from './yardstick.mjs';

const here = import.meta.dirname;
const count = 1000;
const rounds = { one: 100, many: 20 };

const node = (title, name, ...args) => [
  title,
  process.execPath,
  path.join(here, 'wait', `${name}.mjs`),
  ...args.map(String),
];

// What is waited for, how many others there are, and µs over the bare call.
const waits = [
  { title: 'one that has ended', args: ['pid', 0, 'alone'], most: 3 },
  { title: 'WNOHANG, and nothing yet', args: ['nothing', 1, 'alone'] },
  { title: 'any of 10', args: ['any', 10, 'alone'] },
  { title: 'any of 1,000', args: ['any', 1000, 'alone'] },
  {
    title: 'any of 10, beside child_process',
    args: ['any', 10, 'beside'],
  },
  {
    title: 'any of 1,000, beside child_process',
    args: ['any', 1000, 'beside'],
  },
];

await buildYardstick();
const load = [os.loadavg()[0]];
const ones = await inTurns(
  waits.map(({ title, args }) => node(title, 'one', ...args)),
  { rounds: rounds.one, warmUp: 20 },
);
const both = await inTurns(
  [
    node('Child.wait()', 'many', count),
    node('child_process', 'many-child-process', count),
  ],
  { rounds: rounds.many },
);
load.push(os.loadavg()[0]);

const times = (name) => both[name].answers.map(({ time }) => time);
const own = times('Child.wait()');
const report = {
  machine: machine(),
  load,
  count,
  one: waits.map(({ title, most }) => ({
    title,
    most,
    figures: Object.fromEntries(
      ['own', 'bare', 'over'].map((name) => [
        name,
        quartiles(ones[title].answers.map((answer) => answer[name])),
      ]),
    ),
  })),
  many: [
    { title: 'Child.wait()', most: 50, time: quartiles(own) },
    { title: "child_process, 'exit'", time: quartiles(times('child_process')) },
  ],
  sooner: quartiles(times('child_process').map((time, i) => time / own[i])),
};
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-wait.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
