// The same processes by other programs. A test whose program is not there says
// so, and is skipped.

import { expect, type TestContext, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

async function run(name: string, ctx: TestContext) {
  const { report } = await runFixture('proc/tools.mjs', { args: [name] });
  if (report.missing) ctx.skip(`${report.missing} is not installed`);
  return report;
}

test('ps, of processes of all kinds', async (ctx) => {
  const { names, ours, theirs, texts } = await run('ps', ctx);
  const named = (rows: string[][]) =>
    rows.map((row) =>
      Object.fromEntries(row.map((value, i) => [names[i], value])),
    );
  expect(named(ours)).toEqual(named(theirs));
  expect(theirs).toHaveLength(9);
  const stats = ours.map((row: string[]) => row.at(-1)).join(' ');
  for (const letter of 'STZNsl') expect(stats).toContain(letter);
  for (const [ofPs, ofUs] of texts) expect(ofUs).toEqual(ofPs);
});

test('ps, of everybody', async (ctx) => {
  const { same, different } = await run('everybody', ctx);
  expect(different).toEqual([]);
  expect(same).toBeGreaterThan(3);
});

test('pstree', async (ctx) => {
  const { ours, theirs } = await run('pstree', ctx);
  expect(Object.keys(ours)).toHaveLength(10);
  expect(theirs).toEqual(ours);
});

test('psutil', async (ctx) => {
  const { ours, theirs } = await run('psutil', ctx);
  expect(ours).toHaveLength(9);
  for (const [i, one] of ours.entries()) expect(one).toEqual(theirs[i]);
});

test('the sums of smaps are smaps_rollup', async (ctx) => {
  for (const found of await run('sums', ctx)) {
    expect(found).toMatchObject({ different: [], shares: [] });
    expect(found.keys).toBeGreaterThan(10);
    expect(found.rows).toBeGreaterThan(10);
  }
});
