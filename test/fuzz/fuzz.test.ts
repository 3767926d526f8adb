// A little of `npm run fuzz`, which makes a million calls; and that it finds what
// it looks for.

import { expect, test } from 'vitest';
import { packageEntries, placeProblem, runCalls } from '../support/fuzz.mjs';

const problem = placeProblem();
const limit = 120_000; // for a busy machine
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Date.now() / 864e5));

test.skipIf(problem)(
  `calls with anything, FUZZ_SEED=${seed}`,
  { timeout: limit },
  async () => {
    const task = { ...packageEntries(), seed, calls: 150 };
    const { failures, calls, functions } = await runCalls(task);
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(150);
    expect(functions.length).toBeGreaterThan(270);
  },
);

test.skipIf(problem)('each fault is found', { timeout: limit }, async () => {
  const planted = new URL('../fixtures/fuzz/planted.mjs', import.meta.url);
  const task = { entries: { planted: planted.href }, shapes: {}, seed: 270 };
  const found = async (from: number, calls: number) => {
    const run = { ...task, from, calls, slowMs: 1000 };
    const { failures } = await runCalls(run);
    return failures.map(({ index, call, problem: why }) => ({
      ...{ index, name: call.match(/planted\.(\w+)/)?.[1] ?? call },
      why: why.split('\n')[0],
    }));
  };
  const all = await found(0, 30);
  expect(Object.fromEntries(all.map(({ name, why }) => [name, why]))).toEqual({
    crashes: 'the process was signaled by SIGSEGV',
    exits: 'the process exited with 0',
    hangs: 'has not returned after 2000 ms',
    neverSettles: 'has not settled after 1000 ms',
    untyped: 'threw without a code: TypeError: no code',
    rejects: 'threw without a code: TypeError: no code',
    noError: 'threw no Error: text',
    later: 'later, threw without a code: TypeError: no code',
    strangers: 'a stranger got a signal: SIGHUP',
    Planted: 'threw without a code: TypeError: no code',
  });
  // A seed and an index say all of a call.
  const crash = all.find(({ name }) => name === 'crashes');
  expect(await found(crash?.index ?? 0, 1)).toEqual([crash]);
});
