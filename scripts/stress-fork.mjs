// Forks over and over, in the cells of the fork matrix, and prints a table:
//   npm run stress:fork -- [--rounds N] [--random N] [--seed S]
//     [--node all|20|22|24|26[,…]] [--jobs N]
//     [--cell FEATURE/HEAP/ENDING]  only this one; a regular expression will do
//     [--batch HEAP:SEED:COUNT]     a run of random cells again
// A round forks once in every cell, each time in a new process, in an order
// that the seed gives. --random forks so often in random cells, many times in
// the same process. Each failure is printed when it happens, with the command
// that repeats it, and makes the script exit with 1.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  cells,
  endings,
  features,
  heaps,
  runBatch,
  runCell,
  shuffled,
} from '../test/support/fork-matrix.mjs';
import { nodeOf, versions } from './node-versions.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string' },
    random: { type: 'string', default: '0' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    node: { type: 'string', default: process.versions.node.split('.')[0] },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    cell: { type: 'string' },
    batch: { type: 'string' },
  },
});
const seed = Number(options.seed);
const random = Number(options.random);
const rounds = Number(options.rounds ?? (random > 0 || options.batch ? 0 : 1));
const batchSize = 40;

const chosen = versions.filter(
  (version) =>
    options.node === 'all' ||
    options.node.split(',').includes(version.split('.')[0]),
);
const wanted = cells.filter(
  (cell) => !options.cell || new RegExp(`^(?:${options.cell})$`).test(cell),
);
if (chosen.length === 0 || wanted.length === 0)
  throw new Error('no such version of Node, or no such cell');

/** @type {{ version: string, again: string, run(): Promise<object[]> }[]} */
const jobs = [];

for (let round = 0; round < rounds; round++) {
  for (const version of chosen) {
    for (const cell of shuffled(wanted, seed + round)) {
      const run = async (nodeBin) => [await runCell(cell, { nodeBin })];
      jobs.push({ version, again: `--cell ${cell}`, run });
    }
  }
}

function addBatch(version, heap, seed, count) {
  const run = (nodeBin) => runBatch(heap, seed, count, { nodeBin });
  jobs.push({ version, again: `--batch ${heap}:${seed}:${count}`, run });
}

if (options.batch) {
  const [heap, seed, count] = options.batch.split(':');
  for (const version of chosen) addBatch(version, heap, +seed, +count);
}
const batches = Math.ceil(random / batchSize);
for (let i = 0; i < batches; i++) {
  const count = Math.min(batchSize, random - i * batchSize);
  const version = chosen[i % chosen.length];
  addBatch(
    version,
    heaps[Math.floor(i / chosen.length) % heaps.length],
    seed + i,
    count,
  );
}

const results = [];
const started = performance.now();
let next = 0;

async function work() {
  while (next < jobs.length) {
    const { version, again, run } = jobs[next++];
    for (const result of await run(nodeOf(version).node)) {
      results.push({ version, ...result });
      if (result.verdict !== 'right') tell(version, again, result);
    }
    progress();
  }
}

function tell(version, again, { cell, verdict, why }) {
  console.log(
    `\n${verdict}: ${cell} on Node ${version}, again by\n` +
      `  npm run stress:fork -- --node ${version.split('.')[0]} ${again}\n${why}\n`,
  );
}

let told = 0;
function progress() {
  const seconds = (performance.now() - started) / 1000;
  if (seconds - told < 30) return;
  told = seconds;
  const bad = results.filter(({ verdict }) => verdict !== 'right').length;
  console.error(
    `${Math.round(seconds)} s: ${next} of ${jobs.length} processes, ` +
      `${results.length} forks, ${bad} not right`,
  );
}

// ---- the tables

const of = (version, test) =>
  results.filter((result) => result.version === version && test(result));
const right = ({ verdict }) => verdict === 'right';

function table(title, rows) {
  console.log(`| ${[title, ...chosen.map((v) => `Node ${v}`)].join(' | ')} |`);
  console.log(`|---${'|---'.repeat(chosen.length)}|`);
  for (const [name, entry] of rows) {
    const entries = chosen.map(entry);
    if (entries.some(Boolean))
      console.log(`| ${[name, ...entries].join(' | ')} |`);
  }
  console.log();
}

/** Of the forks that `test` picks, how many were right; '' when there is none. */
const share = (test) => (version) => {
  const all = of(version, test);
  return all.length && `${all.filter(right).length}/${all.length}`;
};

const number = (test) => (version) => `${of(version, test).length}`;

function summary() {
  console.log(
    `\nseed ${seed}, ${rounds} rounds of ${wanted.length} cells, ` +
      `${random} random forks, ${Math.round((performance.now() - started) / 1000)} s\n`,
  );
  const part = (i, value) => (result) => result.cell.split('/')[i] === value;
  table(
    'feature',
    features.map((name) => [name, share(part(0, name))]),
  );
  table(
    'parent, ending',
    heaps.flatMap((heap) =>
      endings.map((ending) => [
        `${heap}, ${ending}`,
        share((one) => part(1, heap)(one) && part(2, ending)(one)),
      ]),
    ),
  );
  table('together', [
    ['forks', number(() => true)],
    ['right', number(right)],
    ['wrong', number(({ verdict }) => verdict === 'wrong')],
    ['hung', number(({ verdict }) => verdict === 'hang')],
  ]);
}

console.log(`seed ${seed}, ${jobs.length} processes`);
await Promise.all(Array.from({ length: Number(options.jobs) }, work));
summary();
process.exitCode = results.every(right) ? 0 : 1;
