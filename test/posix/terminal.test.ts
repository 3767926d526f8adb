// The rules of job control are S27, in scenarios.test.ts.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/terminal.mjs', { args: [name] })).report;

test('its name, and whether it is one', async () => {
  expect(await run('names')).toEqual({
    found: [true, '/dev/tty'],
    ttys: [true, true, false, false],
  });
});

test('errors carry code, errno and the name of the call', async () => {
  const results = await run('errors');
  expect(results).toHaveLength(14);
  for (const result of results)
    expect(result).toEqual([result[0], 'ENOTTY', 'EBADF']);
});

test('its size is seen at both ends', async () => {
  expect(await run('sizes')).toEqual([
    { rows: 0, columns: 0 },
    { rows: 65535, columns: 1 },
    { rows: 24, columns: 80 },
  ]);
});

test('it belongs to one session, and to a group of that', async () => {
  expect(await run('control')).toEqual({
    own: [true, true],
    byMaster: true,
    foreignTerminal: ['ENOTTY', 'ENOTTY', 'ENOTTY', 'EPERM', 'ENOTTY'],
    foreignGroup: [
      'EPERM',
      expect.objectContaining({ code: 'ESRCH', pid: 4_194_304 }),
      'EPERM',
    ],
    leader: 'EPERM',
    afterExec: 'EACCES',
  });
});

test('a leader that gives it up', async () => {
  expect(await run('givenUp')).toEqual([[1, 18], 'ENXIO', 'done']);
});

test('vhangup() cuts it off', async () => {
  expect(await run('hungUp')).toEqual(['', 'EIO', 'EPERM']);
});

test('a handler of SIGTTOU in the background', async () => {
  expect(await run('interrupted')).toBe(7);
});

test('a job takes the foreground and reads', async () => {
  expect(await run('foreground')).toBe(5);
});

test('in a Worker, all but login_tty() and forkpty()', async () => {
  const refused = [
    'ERR_WORKER_UNSUPPORTED_OPERATION',
    'ERR_FORK_WORKER_THREAD',
  ];
  expect(await run('inWorker')).toEqual([true, 19, ...refused]);
});
