import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const rounds = 15;

const run = async (name: string) => {
  const { report } = await runFixture('fork/requests.mjs', {
    args: [name, `${rounds}`],
    deadlineMs: 60_000,
  });
  return report;
};

test('fs, zlib, crypto and dns requests complete once in each', async () => {
  expect(await run('complete')).toEqual(Array(rounds).fill(5));
});

test('writes and a mkdir in flight are made once', async () => {
  expect(await run('outside')).toEqual([]);
});
