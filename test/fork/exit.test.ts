import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

test('process.exit() of a child ends where Node would hang', async () => {
  const { report } = await runFixture('fork/exit.mjs', {
    execArgv: [
      '--stress-concurrent-allocation',
      '--no-incremental-marking',
      '--heap-growing-percent=1',
    ],
    deadlineMs: 60_000,
  });
  const ended = { kind: 'exited', code: 3 };
  expect(report).toEqual(Array(5).fill(expect.objectContaining(ended)));
});
