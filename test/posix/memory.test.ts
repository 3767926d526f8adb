import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/memory.mjs', { args })).report;

test('memfd_create() makes a file without a folder, close-on-exec', async () => {
  expect(await run('file')).toEqual([
    ...['ello', true, '/memfd:notes (deleted)'],
    ...[0, '12', '/memfd:f\xff (deleted)'],
  ]);
});

test('seals never go away', async () => {
  expect(await run('seals')).toEqual([
    0,
    ['EPERM', 'write'],
    ...[['EPERM', 'write'], 'hello'],
    ['EPERM', 'fcntl'],
    ...[true, true],
    ['EINVAL', 'fcntl'],
  ]);
});

test('errors', async () => {
  expect(await run('errors')).toEqual([
    ['EINVAL', 'memfd_create'],
    ['EINVAL', 'memfd_create'],
    'ERR_INVALID_ARG_VALUE',
  ]);
});
