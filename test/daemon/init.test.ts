import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('daemon/init.mjs', { args, deadlineMs: 120_000 })).report;

test('S20: the exit status is the program’s', async () => {
  expect(await run('codes')).toBe(true);
});

test('S20: 128 and the signal that has killed it', async () => {
  const fatal = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26];
  const all = [...fatal, 27, 29, 30, 31].map(String);
  expect(await run('deaths', ...all)).toEqual(all.map(() => 128));
});

test('S20: every signal that can be caught is passed on', async () => {
  expect(await run('signals')).toEqual([128 + 34 + 3, 1]);
});

test('to the whole group', async () => {
  expect(await run('group')).toEqual([5, true]);
});

test('orphans are reaped', async () => {
  expect(await run('orphans')).toEqual([0, 3]);
});

test('handlers and the mask are as before', async () => {
  expect(await run('afterwards')).toEqual([true, ['SIGUSR2']]);
});

test('what is refused, not found or not executable', async () => {
  const types = Array(6).fill(expect.stringMatching(/^ERR_INVALID_ARG_/));
  expect(await run('refused')).toEqual([types, 127, 126]);
});
