import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('examples/minish.mjs', { args, deadlineMs: 60_000 }))
    .report;

/** What is on the screen, but for the names and numbers of this time. */
const screen = (steps: string[]) =>
  steps
    .join('')
    .replaceAll('\r', '')
    .replace(/^(\[\d+\]) \d+$/gm, '$1 PID')
    .replace(/^(bash|minish): /gm, 'shell: ');

// Whoever has another bash gets to know that this proves nothing there.
const version = spawnSync('bash', ['-c', 'echo $BASH_VERSION'], {
  encoding: 'utf8',
}).stdout;

test.skipIf(!version?.startsWith('5.'))(
  `a session of 50 lines is what it is in bash ${version ?? '(not here)'}`,
  { timeout: 120_000 },
  async () => {
    const bash = await run('session', 'bash');
    const minish = await run('session', 'minish');
    expect(bash.steps.length).toBeGreaterThan(45);
    expect(screen(minish.steps)).toBe(screen(bash.steps));
    expect(minish.status).toBe(bash.status);
  },
);

describe('in minish', () => {
  test('a job finds the modes of the terminal as it left them, the shell its own', async () => {
    expect(await run('modes')).toEqual({
      shell: true,
      stopped: true,
      job: false,
      after: true,
    });
  });

  test('a hang-up ends its jobs and itself, stopped ones too; not nohup, not disown', async () => {
    expect(await run('hangUp')).toEqual({
      signal: 'SIGHUP',
      disowned: 'S',
      nohup: 'S',
    });
  });

  test('started in the background, it waits for the foreground', async () => {
    expect(await run('background')).toEqual({ isInner: true, status: 0 });
  });

  test('a pipeline that cannot be started leaves nothing', async () => {
    const { report } = await runFixture('examples/minish-limits.mjs', {
      args: ['fewDescriptors'],
      deadlineMs: 60_000,
    });
    expect(report).toEqual({
      shown: expect.stringContaining('EMFILE'),
      left: [],
      jobs: '',
      works: 'ENO\n',
    });
  });

  test('it goes nowhere without a terminal', async () => {
    expect(await run('noTerminal')).toEqual({
      status: 1,
      stderr: 'minish: standard input is not a terminal\n',
    });
  });

  test('Ctrl+c gives up the line, and a wait', async () => {
    expect(await run('interrupt')).toEqual({ line: '130', wait: '130' });
  });
});
