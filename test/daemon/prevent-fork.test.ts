import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('daemon/prevent-fork.mjs', { args: [name] })).report;

const code = 'ERR_FORK_PREVENTED';

test('until it has returned or thrown', async () => {
  expect(await run('sync')).toEqual([code, 'its own', 'done']);
});

test('until its promise has settled', async () => {
  const during = [code, code];
  const after = [code, 'its own', 'done'];
  expect(await run('async')).toEqual([code, during, ...after]);
  expect(await run('thenable')).toEqual([code, 'done', 'done']);
});

test('nested, and two that overlap', async () => {
  expect(await run('nested')).toEqual([code, code, 'done']);
  expect(await run('overlapping')).toEqual([code, 'done']);
});

test('every kind of fork, but no other program', async () => {
  expect(await run('kinds')).toEqual([code, code, 3]);
});

test('hooks that have prepared are told', async () => {
  expect(await run('hooks')).toEqual(['later', 'prepare', -1]);
});

test('it says why', async () => {
  const { kind, message } = await run('message');
  expect(kind).toBe('Error');
  expect(message).toContain('preventFork()');
});

test('what is refused changes nothing', async () => {
  const type = 'ERR_INVALID_ARG_TYPE';
  const worker = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('refused')).toEqual([type, type, worker, 'done']);
});
