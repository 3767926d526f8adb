import { execFileSync } from 'node:child_process';
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

test.for(['second', 'deadline'])(
  '%s: the end of process 1',
  async (name, ctx) => {
    const execArgv = ['-pf', '--mount-proc', '--kill-child'];
    try {
      execFileSync('unshare', [...execArgv, 'true'], { stdio: 'pipe' });
    } catch (error) {
      ctx.skip(`needs unshare: ${(error as Error).message}`);
    }
    await runFixture('daemon/on-shutdown.mjs', {
      args: [name, 'SIGTERM'],
      nodeBin: 'unshare',
      execArgv: [...execArgv, process.execPath],
      status: 128 + 15,
    });
  },
);

test('what cannot shut down says so', async () => {
  expect((await run('failing', 'SIGTERM', 1)).stderr).toContain('it cannot');
});
