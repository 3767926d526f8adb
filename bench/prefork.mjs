// Workers of prefork(), of cluster and of child_process.fork(), which serve the same
// application: what each takes of memory, how long one takes to start, and how
// many requests they answer. `--json` prints the figures, `--write` puts the
// tables and the chart into docs/ as well, and `--quick` is a trial.

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { writeModules } from './prefork/app.mjs';
import { idle } from './prefork/idle.mjs';
import { chart, markdown } from './prefork/report.mjs';
import { machine } from './report.mjs';
import { inTurns, quartiles } from './servers.mjs';

const { draw } = createRequire(import.meta.url)('../dist/cli/book/chart.js');
const here = import.meta.dirname;
const quick = process.argv.includes('--quick');
const kinds = ['prefork()', 'cluster', 'child_process.fork()'];
const workers = 8;
const requests = quick ? 1000 : 10_000;
const rounds = quick
  ? { memory: 1, start: 3, throughput: 2 }
  : { memory: 3, start: 15, throughput: 20 };

const programs = (name, ...args) =>
  kinds.map((kind) => [
    kind,
    ...[process.execPath, path.join(here, 'prefork', `${name}.mjs`), kind],
    ...args.map(String),
  ]);

const collect = (results, pick) =>
  Object.fromEntries(
    kinds.map((kind) => [kind, quartiles(results[kind].answers.map(pick))]),
  );

/** Of each round, to that of another kind in the same round. */
const ratio = (results, pick, other) =>
  quartiles(
    results['prefork()'].answers.map(
      (answer, i) => pick(answer) / pick(results[other].answers[i]),
    ),
  );

async function memory(megabytes) {
  const results = await inTurns(
    programs('memory', megabytes, workers, requests),
    { rounds: rounds.memory, warmUp: 0 },
  );
  const moments = ['started', 'served', 'collected'];
  const all = moments.map((moment) => {
    const worker = (answer) => answer[moment].worker;
    return {
      moment,
      worker: collect(results, worker),
      all: collect(results, (answer) => answer[moment].all),
      ratio: ratio(results, worker, 'cluster'),
    };
  });
  const curves = kinds.map((kind) => results[kind].answers.at(-1).curve);
  const least = Math.min(...results['prefork()'].answers.map((a) => a.least));
  return { megabytes, moments: all, curves, least };
}

async function compare(name, pick, ...args) {
  const results = await inTurns(programs(name, ...args), {
    rounds: rounds[name],
    warmUp: quick ? 1 : 2,
  });
  return {
    figures: collect(results, pick),
    ratios: Object.fromEntries(
      kinds.slice(1).map((other) => [other, ratio(results, pick, other)]),
    ),
  };
}

const say = (text) => console.error(`bench:prefork: ${text}`);
writeModules();
const load = [os.loadavg()[0]];
say('idle');
const idleCalls = await idle(quick ? 2000 : 10_000);
say('memory at 100 MB');
const memories = [await memory(100)];
say('memory at 500 MB');
memories.push(await memory(500));
say('start');
const start = await compare('start', ({ time }) => time, 100);
say('throughput');
const throughput = await compare(
  'throughput',
  ({ rate }) => rate,
  ...[100, workers, quick ? 500 : 2000],
);
load.push(os.loadavg()[0]);

const report = {
  ...{ machine: machine(), load, workers, requests },
  ...{ idle: idleCalls, memories, start, throughput },
};
const text = markdown(report);
if (process.argv.includes('--write')) {
  writeFileSync(path.join(here, '../docs/bench-prefork.md'), text);
  writeFileSync(
    path.join(here, '../docs/prefork-memory.svg'),
    draw(chart(report, kinds)),
  );
}
console.log(
  process.argv.includes('--json') ? JSON.stringify(report, null, 1) : text,
);
