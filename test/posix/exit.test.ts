import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, options = {}) =>
  (
    await runFixture('posix/exit.mjs', {
      args: [name],
      cores: true, // abort() leaves one
      ...options,
    })
  ).report;

test('_exit() ends the process at once', async () => {
  expect(await run('bare')).toEqual(['now ', 3 << 8]);
});

test('abort() ends it by SIGABRT, whatever listens', async () => {
  const [text, status] = await run('abort');
  expect(text).toBe('');
  expect(status & 0x7f).toBe(6);
});

test('in a Worker, both end the whole process', async () => {
  await run('exitInWorker', { status: 5 });
  await run('abortInWorker', { status: 'SIGABRT' });
});
