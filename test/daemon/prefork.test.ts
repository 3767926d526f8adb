import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

const limit = full ? 3_600_000 : 60_000;

const run = async (name: string, ...args: (string | number)[]) =>
  (
    await runFixture('daemon/prefork.mjs', {
      args: [name, ...args.map(String)],
      deadlineMs: limit - 10_000,
    })
  ).report;

test('all are children of the master, and share what the mold has made', async () => {
  expect(await run('family')).toEqual({
    master: true,
    ids: [0, 1, 2],
    states: ['ready 0', 'ready 0', 'ready 0'],
    served: true,
    parents: true,
    measured: true,
  });
});

test('requests are counted', async () => {
  expect(await run('counts')).toBe(5);
});

test('who dies is replaced, and nobody else', async () => {
  const [first, detail, kept, ms] = await run('replace');
  expect([first, detail, kept]).toEqual([true, 'killed by SIGKILL', true]);
  expect(ms).toBeLessThan(1000); // 100 where nobody else works
});

test('a reload drops nothing', { timeout: limit }, async () => {
  const rounds = count(3, 50);
  expect(await run('reload', 8, rounds)).toEqual({
    failed: [],
    molds: rounds,
    generation: rounds,
    busy: true,
  });
});
