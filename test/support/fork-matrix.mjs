// Runs cells of the fork matrix (test/fixtures/fork/matrix.mjs), and judges.

import { features as table } from '../fixtures/fork/features/index.mjs';
import { heaps as parents } from '../fixtures/fork/heaps.mjs';
import { random } from '../fixtures/support.mjs';
import { FixtureError, runFixture } from './run-fixture.mjs';

export const features = Object.keys(table);
export const heaps = Object.keys(parents);
export const endings = ['natural', 'exit', '_exit', 'exitCode', 'throw'];

/** All cells, as 'feature/heap/ending'. */
export const cells = features.flatMap((feature) =>
  heaps.flatMap((heap) =>
    endings.map((ending) => `${feature}/${heap}/${ending}`),
  ),
);

/** @template T @param {readonly T[]} list @param {number} seed @returns {T[]} */
export function shuffled(list, seed) {
  const next = random(seed);
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

// A child that throws prints this, and nothing else is printed.
const thrown =
  /.*\n *throw new Error\(.*\n *\^\n\nError: thrown on purpose in (\S+)\n {4}at \S*throwsOnPurpose .*\n(?: {4}at .*\n)*\nNode\.js v.*\n/g;

function unexpectedOutput({ stdout, stderr }, throwing) {
  const found = [...stderr.matchAll(thrown)].map(([, id]) => id);
  const rest = stdout + stderr.replaceAll(thrown, '');
  if (rest) return `printed: ${rest}`;
  if (found.join() !== throwing.join())
    return `threw ${found} instead of ${throwing}`;
  return '';
}

/**
 * Runs matrix.mjs with `args`; one result for each fork.
 *
 * @typedef {{ cell: string, verdict: 'right' | 'wrong' | 'hang', why: string }} Result
 * @param {string[]} args
 * @param {{ nodeBin?: string, silenceMs?: number, deadlineMs?: number }} options
 * @returns {Promise<Result[]>}
 */
async function run(args, options) {
  let reports;
  let trouble;
  try {
    const result = await runFixture('fork/matrix.mjs', {
      silenceMs: 60_000,
      ...options,
      args,
      answer: ({ ask }) => ask && `${ask}\n`,
    });
    reports = result.reports;
    const throwing = reports
      .filter(({ start }) => start?.endsWith('/throw'))
      .map(({ id }) => id);
    const why = unexpectedOutput(result, throwing);
    if (why) trouble = { verdict: 'wrong', why };
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error;
    reports = error.run.reports;
    trouble = { verdict: error.kind, why: error.message };
  }
  const results = new Map();
  for (const { id, start, wrong } of reports) {
    if (start) results.set(id, { cell: start, verdict: 'right', why: '' });
    else if (wrong)
      Object.assign(results.get(id), { verdict: 'wrong', why: wrong });
  }
  const list = [...results.values()];
  // What is wrong with the whole run is blamed on the fork it stopped at.
  if (list.length === 0)
    list.push({ cell: args.join(' '), verdict: 'wrong', why: 'no report' });
  const last = list.at(-1);
  if (trouble && last.verdict === 'right') Object.assign(last, trouble);
  else if (trouble) last.why += `\n${trouble.why}`; // with the stacks of a crash
  return list;
}

/**
 * One process that forks once, in this cell.
 *
 * @returns {Promise<Result>}
 */
export async function runCell(cell, options = {}) {
  const [result] = await run([cell], options);
  return result;
}

/** One process with this heap that forks `count` times, in random cells. */
export function runBatch(heap, seed, count, options = {}) {
  return run([heap, `${seed}`, `${count}`], {
    deadlineMs: 60_000 + count * 10_000,
    ...options,
  });
}
