import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/fcntl.mjs', { args })).report;

test('flags, copies, sizes, owners', async () => {
  expect(await run('flags')).toEqual([
    ...[true, 0, 0, 'EAGAIN'],
    ...[
      [100, 101],
      [0, 1],
    ],
    ...[8192, 8192, true, true],
  ]);
  expect(await run('copyOfShared')).toEqual([true, 0]);
});

test('errors', async () => {
  expect(await run('errors')).toEqual({
    closed: ['EBADF', 'fcntl'],
    'lock a closed one': ['EBADF', 'fcntl'],
    'flock a closed one': ['EBADF', 'flock'],
    'size of a file': ['EBADF', 'fcntl'],
    'before the start': ['EINVAL', 'fcntl'],
    'copy too high': ['EINVAL', 'fcntl'],
    'locked by another': ['EAGAIN', 'flock'],
    'no such flock': ['EINVAL', 'flock'],
    'no such lockf': ['EINVAL', 'lockf'],
    'lockf for reading': ['EBADF', 'lockf'],
  });
});

test('commands that would take a number for an address are refused', async () => {
  expect(await run('unknown')).toEqual(Array(4).fill('ERR_INVALID_ARG_VALUE'));
});

test('record locks belong to the process, until any close', async () => {
  const ours = { whence: 0, pid: true };
  const [write, read] = [1, 0];
  expect(await run('record')).toEqual([
    [
      null,
      { ...ours, type: write, start: '10n', len: '20n' },
      ...[null, null, 'EAGAIN'],
      { ...ours, type: read, start: '0n', len: '0n' },
      ...[null, null],
    ],
  ]);
});

test('OFD locks belong to what open() has made', async () => {
  expect(await run('ofd')).toEqual([
    ...[null, 'EAGAIN', ['0', '10', -1]],
    ...[null, 'EAGAIN', null],
  ]);
});

test('lockf() locks from where the file stands', async () => {
  expect(await run('lockf')).toEqual([
    ...['EACCES', null, null, 'EAGAIN', 'EACCES', null],
  ]);
});

test.each([
  ['fcntl', 'fcntl'],
  ['ofd', 'fcntl'],
  ['flock', 'flock'],
  ['lockf', 'lockf'],
])('%s waits for its turn; a signal interrupts it', async (name, syscall) => {
  expect(await run('waits', name)).toEqual([
    ['EINTR', syscall, 1],
    ['locked', '', 1],
  ]);
});

test('who waits for each other gets EDEADLK', async () => {
  expect(await run('deadlock')).toEqual([-35, 0]);
});
