import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/memory.mjs', { args })).report;

const refused = 'ERR_INVALID_ARG_VALUE';

test('mmap() gives zeros, as many as asked for', async () => {
  expect(await run('zeros')).toEqual([
    ...[5000, true, '1,1', 7],
    ...[1, 1],
    'rw-s',
  ]);
});

test('fork() copies private memory and shares shared memory', async () => {
  expect(await run('fork')).toEqual([12, 1, 3]);
});

test('and copies SharedArrayBuffers, as all else', async () => {
  expect(await run('others')).toEqual([8, '11111111']);
});

test.each(['private', 'SharedArrayBuffer', 'Buffer'])(
  'a page is copied when it is written to, not when it is read: %s',
  async (kind) => {
    expect(await run('copies', kind)).toEqual([
      { sum: 8000, faults: 0, own: 0 },
      { sum: 16_000, faults: 8000, own: 8000 },
      1,
    ]);
  },
);

test('no page of shared memory is copied', async () => {
  const faults = expect.any(Number);
  expect(await run('copies', 'shared')).toEqual([
    { sum: 8000, faults, own: 0 },
    { sum: 16_000, faults, own: 0 },
    2,
  ]);
});

test('Atomics work between processes, but do not wait', async () => {
  expect(await run('atomics')).toEqual([
    ...[200_000, '-200000', 4000],
    ...[8, 9, 'TypeError'],
  ]);
});

test('they wait for each other by eventfd', async () => {
  expect(await run('waiting')).toEqual([0, 9900]);
});

test('munmap() detaches the buffer, once', async () => {
  const detached = [0, 0, null];
  expect(await run('munmap')).toEqual([1, 0, ...detached, refused, refused]);
});

test('an address may be had again at once', async () => {
  expect(await run('again')).toEqual([true, 0]);
});

test('what nobody can use any more is unmapped', async () => {
  expect(await run('collected')).toEqual([3, 0]);
  expect(await run('collectedInChild')).toEqual([0, 0]);
});

test("a Worker's mappings end with it", async () => {
  expect(await run('workers')).toEqual([true, true, refused, 0]);
  expect(await run('terminated')).toBe(null);
});

test('copies and moved buffers are not mappings', async () => {
  expect(await run('moved')).toEqual([
    ...[6, refused, true],
    ...[6, refused, refused, 0],
  ]);
});

test('files are mapped, shared or as copies', async () => {
  expect(await run('files')).toEqual([
    ...['hello', 9, 'Jello', 'hello', 'jello', 0, 'jullo'],
  ]);
});

test('and refused where access would fail', async () => {
  const codes = ['EACCES', 'EACCES', 'ENXIO', 'ENXIO', 'ENXIO']
    .concat(['EINVAL', 'ENODEV', 'EBADF'])
    .map((code) => [code, 'mmap']);
  expect(await run('fileErrors')).toEqual([
    ...[...codes, 'Jello', ['EPERM', 'mmap']],
  ]);
});

test('ENOMEM when there is no room', async () => {
  expect(await run('limits')).toEqual(['ENOMEM', 'mmap']);
});

test('huge pages are asked for', async () => {
  expect(await run('hugePages')).toEqual([false, true, false]);
});

test('madvise() and mincore() of parts', async () => {
  expect(await run('madvise')).toEqual([
    ...['1,0,1', '1,1,1', '1'],
    ['EINVAL', 'madvise'],
    ['EINVAL', 'mincore'],
    ['EINVAL', 'madvise'],
    ...[refused, '0,1'],
  ]);
});

test('only what is really a part is touched', async () => {
  const range = 'RangeError';
  expect(await run('madeUp')).toEqual([refused, refused, range, range]);
});

test('mincore() without room for its answer', async ({ skip }) => {
  const report = await run('manyPages');
  if (!report) skip('Node 20 maps 4 GiB at most');
  expect(report).toBe('RangeError');
});

test('mlock(), up to the limit, and not for children', async () => {
  expect(await run('mlock')).toEqual([
    ...['1,1,1', 12, 0, 0],
    [
      ['ENOMEM', 'mlock'],
      ['EPERM', 'mlock'],
    ],
  ]);
});

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
