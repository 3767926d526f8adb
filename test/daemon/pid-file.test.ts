import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';
const rounds = full ? 200 : 4;
const deadlineMs = full ? 500_000 : 50_000;

const run = async (...args: string[]) =>
  (await runFixture('daemon/pid-file.mjs', { args, deadlineMs })).report;

test('one instance at a time', async () => {
  const locked = 'ERR_PID_FILE_LOCKED';
  expect(await run('one')).toEqual([true, true, locked, true, false]);
});

test('it is found again from another folder', async () => {
  expect(await run('fromAnotherFolder')).toEqual([false, true]);
});

test('it goes at the exit', async () => {
  expect(await run('exit')).toEqual([3, false]);
});

test('one who was killed does not block the next', async () => {
  expect(await run('killed')).toEqual(['ERR_PID_FILE_LOCKED', true]);
});

test("a recycled number is nobody's claim", async () => {
  expect(await run('recycled')).toEqual([true, false]);
});

test('a child has not acquired it', async () => {
  expect(await run('child')).toEqual([true, 'ERR_PID_FILE_LOCKED']);
});

test('what somebody has put in its place stays', async () => {
  expect(await run('replaced')).toBe('other');
});

test.each(['release', 'exit'])(
  '%s: who may not remove it empties it',
  async (how) => {
    expect(await run('dropped', how)).toEqual([3, '', false]);
  },
);

test('handlers of signals wait until it is acquired', async () => {
  expect(await run('handler')).toBe(true);
});

test('a symbolic link is not followed', async () => {
  expect(await run('link')).toEqual(['ELOOP', 'other']);
});

test('S25: of fifty that start at once, one wins', {
  timeout: deadlineMs + 10_000,
}, async () => {
  expect(await run('simultaneous', `${rounds}`)).toBe(rounds);
});

test('what is refused leaves nothing', async () => {
  expect(await run('refused')).toEqual([
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_VALUE',
    'ENOENT',
    'EISDIR',
    'EACCES',
    'ERR_WORKER_UNSUPPORTED_OPERATION',
  ]);
});
