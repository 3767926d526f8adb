import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/signalfd.mjs', { args: [name] })).report;

test('signals are read, at once and on the event loop', async () => {
  expect(await run('reads')).toEqual([true, [[15, 34, 34], [15], [15]], false]);
});

test('10,000 values from another process come in order', async () => {
  expect(await run('inOrder')).toEqual([10_000, 0]);
});

test('what is read tells where they came from', async () => {
  const { infos, pid, uid } = await run('tells');
  const from = { pid, uid };
  expect(infos).toMatchObject([
    { signal: 'SIGTERM', codeName: 'SI_USER', ...from },
    { signal: 'SIGCHLD', codeName: 'CLD_EXITED', status: 7, ...from },
  ]);
});

test('SFD_NONBLOCK: EAGAIN; other flags: EINVAL', async () => {
  expect(await run('nonblock')).toEqual(['EAGAIN', 'EINVAL']);
});

test('child_process hears of a SIGCHLD that has been read', async () => {
  expect(await run('childProcess')).toEqual(['SIGCHLD', 3]);
});

test('a forked child reads its own signals', async () => {
  expect(await run('fork')).toEqual([0, 1]);
});

test('other than whole signals are refused', async () => {
  expect(await run('decodes')).toEqual([
    [],
    'ERR_INVALID_ARG_VALUE',
    "The argument 'data' must be whole signals of 128 bytes. Received 127",
  ]);
});
