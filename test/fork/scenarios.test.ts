// S01 to S06 of the reliability scenarios. SCENARIOS=full runs the numbers
// that a release needs.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

async function run(name: string, ...args: (string | number)[]) {
  const { report, stderr } = await runFixture(`fork/scenarios/${name}.mjs`, {
    args: args.map(String),
    execArgv: ['--expose-gc'],
    deadlineMs: full ? 3_600_000 : 50_000,
    silenceMs: 50_000,
  });
  expect(stderr).toBe('');
  return report;
}

const limit = full ? 3_600_000 : 60_000;

test('S01 fork, _exit, waitpid', { timeout: limit }, async () => {
  const rounds = count(500, 10_000);
  const report = await run('exit-codes', rounds);
  expect(report.rounds).toBe(rounds);
  expect(report.grown).toBeLessThan(10);
});

test('S02 four Workers compute and allocate', { timeout: limit }, async () => {
  const rounds = count(30, 5000);
  expect(await run('workers', 'light', rounds)).toEqual({ rounds });
});

test('S03 the child, too', { timeout: limit }, async () => {
  const rounds = count(1, 1000);
  expect(await run('workers', 'heavy', rounds)).toEqual({ rounds });
});

test('S04 the event loop of the child', { timeout: limit }, async () => {
  const rounds = count(8, 500);
  expect(await run('event-loop', rounds)).toEqual({ rounds, kinds: 6 });
});

test('S05 in every kind of callback', { timeout: limit }, async () => {
  const rounds = count(3, 100);
  const report = await run('callbacks', 'all', rounds);
  expect(report).toEqual({ rounds, kinds: 47 });
});

test.each(['exit', 'beforeExit', 'topLevel'])(
  "S05 at a process's %s",
  { timeout: limit },
  async (where) => {
    const rounds = count(5, 100);
    expect(await run('ends', where, rounds)).toEqual({ rounds });
  },
);

test('S05 both end at the same moment', { timeout: limit }, async () => {
  const rounds = count(50, 1000);
  expect(await run('ends', 'together', rounds)).toEqual({ rounds });
});

test('S05 in a Worker it is refused', { timeout: limit }, async () => {
  const rounds = count(5, 100);
  const codes = ['ERR_FORK_WORKER_THREAD'];
  expect(await run('ends', 'worker', rounds)).toEqual({ rounds, codes });
});

test('S06 nested 20 deep', { timeout: limit }, async () => {
  for (let i = 0; i < count(2, 50); i++) {
    const report = await run('tree', 'nested', 20);
    expect(report).toEqual({ processes: 20, reaped: 20, right: true });
  }
});

test('S06 a tree of 340', { timeout: limit }, async () => {
  for (let i = 0; i < count(1, 50); i++) {
    const report = await run('tree', 'tree', 4, 4);
    expect(report).toEqual({ processes: 340, reaped: 340, right: true });
  }
});
