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

test('blocked signals, and one that came before, are for the group', async () => {
  expect(await run('blocked')).toEqual([128 + 15, true]);
});

test('a child that ends while the program starts', async () => {
  expect(await run('early')).toEqual([3, true]);
});

test('one at a time', async () => {
  expect(await run('twice')).toEqual([3, 'ERR_INVALID_STATE', 5]);
});

test('a log that throws: nothing is lost', async () => {
  const told = ['started', 'forwarded', 'ended'];
  expect(await run('throwing')).toEqual([128 + 10, told]);
});

test('nobody reads what is said', async () => {
  expect(await run('unread')).toEqual([127, 3]);
});

test('a terminal that stops who writes in the background', async () => {
  expect(await run('tostop')).toEqual(['started', 'ended', '0']);
});

test('handlers and the mask are as before', async () => {
  expect(await run('afterwards')).toEqual([true, ['SIGUSR2']]);
});

test('what is refused, not found or not executable', async () => {
  const types = Array(6).fill(expect.stringMatching(/^ERR_INVALID_ARG_/));
  expect(await run('refused')).toEqual([types, 127, 126]);
});
