// What a job in a zygote costs, against a child of child_process.fork() that
// loads the same. `--json` prints the figures, `--write` puts the table into
// docs/bench-zygote.md as well.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';
import { writeModules } from './zygote/graph.mjs';
import { markdown } from './zygote/report.mjs';

const here = import.meta.dirname;
const folder = path.join(here, '../build/bench/modules');
const rounds = 20;

const sizes = [
  { title: '20 MB of modules', megabytes: 0 },
  { title: 'and 100 MB of objects', megabytes: 100 },
];

async function measure({ title, megabytes }) {
  const node = (name) => [
    name,
    process.execPath,
    path.join(here, 'zygote', `${name}.mjs`),
    ...[folder, `${megabytes}`],
  ];
  const results = await inTurns([node('zygote'), node('child-process')], {
    rounds,
  });
  const { answers } = results.zygote;
  const others = results['child-process'].answers;
  if (answers.some(({ answer }, i) => answer !== others[i].answer))
    throw new Error('they do not do the same');
  const timesOf = (list) => list.map(({ time }) => time);
  return {
    title,
    own: quartiles(timesOf(answers)),
    other: quartiles(timesOf(others)),
    sooner: quartiles(others.map(({ time }, i) => time / answers[i].time)),
    setup: results.zygote.first.setup,
  };
}

const bytes = writeModules(folder);
const load = [os.loadavg()[0]];
const figures = [];
for (const size of sizes) {
  console.error(`bench:zygote: ${size.title}`);
  figures.push(await measure(size));
}
load.push(os.loadavg()[0]);

const report = { machine: machine(), load, bytes, figures };
const text = markdown(report);
if (process.argv.includes('--write'))
  writeFileSync(path.join(here, '../docs/bench-zygote.md'), text);
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
