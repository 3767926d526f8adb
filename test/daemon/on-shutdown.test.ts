import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = (name: string, signal: string, status: string | number) =>
  runFixture('daemon/on-shutdown.mjs', { args: [name, signal], status });

describe.each(['SIGTERM', 'SIGINT'])('%s', (signal) => {
  test('the first one: the program ends in its own way', async () => {
    expect((await run('graceful', signal, 3)).report).toBe(signal);
  });

  test.each(['second', 'deadline', 'disposed'])(
    '%s: the end by it',
    async (name) => {
      expect((await run(name, signal, signal)).stderr).toBe('');
    },
  );
});

test('what cannot shut down says so', async () => {
  expect((await run('failing', 'SIGTERM', 1)).stderr).toContain('it cannot');
});
