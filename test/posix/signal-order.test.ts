// libuv's handlers live on: whatever comes and goes in whatever order, those
// hear of a signal who should, and nobody else.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const seeds = process.env.SEEDS?.split(',') ?? [
  '1',
  '2',
  '484365', // an older stream comes into force again, and is joined
  `${Date.now() % 1e6}`,
];

test.each(seeds)('100 random sequences, seed %s', async (seed) => {
  const { report } = await runFixture('posix/signal-order.mjs', {
    args: [seed, '100'],
    deadlineMs: 50_000,
  });
  expect(report).toEqual({ sequences: 100 });
});
