// A Worker can be terminated at any moment, so in the midst of a call.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

test.each(['objects', 'lists', 'errors'])(
  'a Worker ends in a call that makes %s, and the process goes on',
  async (name) => {
    const { report } = await runFixture('posix/worker-end.mjs', {
      args: [name],
    });
    expect(report).toBe('alive');
  },
);

test('a Worker ends with a child that nobody has waited for', async () => {
  const { report } = await runFixture('posix/worker-child.mjs', {
    args: ['ended'],
  });
  expect(report).toBe('exited');
});
