// A little of `npm run fuzz`, which makes a million calls; and that it finds what
// it looks for.

import { expect, test } from 'vitest';
import { packageEntries, placeProblem, runCalls } from '../support/fuzz.mjs';

const problem = placeProblem();
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Date.now() / 864e5));

test.skipIf(problem)(`calls with anything, FUZZ_SEED=${seed}`, async () => {
  const task = { ...packageEntries(), seed, calls: 300 };
  const { failures, calls, functions } = await runCalls(task);
  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThanOrEqual(300);
  expect(functions.length).toBeGreaterThan(270);
});

test.skipIf(problem)('each fault is found', async () => {
  const planted = new URL('../fixtures/fuzz/planted.mjs', import.meta.url);
  const task = { entries: { planted: planted.href }, shapes: {}, seed: 1 };
  const found = async (from: number) => {
    const run = { ...task, from, calls: 80 - from, slowMs: 500 };
    const { failures } = await runCalls(run);
    return failures.map(({ index, call, problem: why }) => [
      index,
      call.match(/planted\.(\w+)/)?.[1],
      why.split('\n')[0],
    ]);
  };
  const all = await found(0);
  const faults = Object.fromEntries(all.map(([, name, why]) => [name, why]));
  expect(faults).toEqual({
    crashes: 'the process was signaled by SIGSEGV',
    exits: 'the process exited with 0',
    hangs: 'has not returned after 500 ms',
    neverSettles: 'has not settled after 500 ms',
    untyped: 'threw without a code: TypeError: no code',
    rejects: 'threw without a code: TypeError: no code',
    noError: 'threw no Error: text',
    later: 'later, threw without a code: TypeError: no code',
    strangers: 'a stranger got a signal: SIGHUP',
    Planted: 'threw without a code: TypeError: no code',
  });
  const half = all.filter(([index]) => Number(index) >= 50);
  expect(await found(50)).toEqual(half); // a seed says it all
});
