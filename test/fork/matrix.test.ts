// A share of the fork matrix, in an order that changes every day; all of it, and
// many rounds of it, by `npm run stress:fork`.

import { expect, test } from 'vitest';
import { cells, runBatch, runCell, shuffled } from '../support/fork-matrix.mjs';

const seed = Number(
  process.env.FORK_SEED ?? Math.floor(Date.now() / 86_400_000),
);
const count = Number(process.env.FORK_CELLS ?? 60);

console.log(`fork matrix: FORK_SEED=${seed} FORK_CELLS=${count}`);

test('375 cells', () => expect(new Set(cells).size).toBe(375));

test.each(shuffled(cells, seed).slice(0, count))('%s', async (cell) => {
  const { verdict, why } = await runCell(cell);
  expect(verdict, why).toBe('right');
});

test('many forks of one process, in random cells', async () => {
  for (const { cell, verdict, why } of await runBatch('cold', seed, 20))
    expect(verdict, `${cell}: ${why}`).toBe('right');
});
