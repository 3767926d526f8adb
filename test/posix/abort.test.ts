import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

test('many wait with one AbortSignal', async () => {
  const { report } = await runFixture('posix/abort.mjs', { args: ['shared'] });
  expect(report).toEqual({
    ...{ warnings: [], during: 1, after: 0, before: 1, left: 0 },
    reasons: [48, 'enough'],
  });
});
