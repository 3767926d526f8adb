import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/termios.mjs', { args: [name] })).report;

test('what is read and set again changes nothing', async () => {
  expect(await run('roundTrip')).toEqual([true, true, true, true]);
});

test('by names, only those change', async () => {
  const all = { same: true, tabs: true, back: true, kept: true };
  expect(await run('names')).toEqual(all);
});

test('speeds are in baud', async () => {
  expect(await run('speeds')).toEqual([
    [38_400, 38_400, 38_400],
    [9600, 9600, 9600],
    [115_200, 115_200, 115_200],
    [12_345, 12_345],
  ]);
});

test('raw is raw', async () => {
  const expected = { typed: '03040d', shown: '\n', same: true };
  expect(await run('raw')).toEqual(expected);
});

test('VMIN and VTIME', async () => {
  expect(await run('timing')).toEqual([0, true, 0, 1, 'abc']);
});

test('queues are drained, flushed and held up', async () => {
  expect(await run('queues')).toEqual([
    ...['EAGAIN', 'kept\n', 'EAGAIN', 'EAGAIN', 1, 'x', 'EINVAL'],
  ]);
});
