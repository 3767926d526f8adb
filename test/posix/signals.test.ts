import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, ...args: string[]) =>
  (await runFixture('posix/signals.mjs', { args: [name, ...args] })).report;

test('what comes between two calls of next() is kept, in order', async () => {
  expect(await run('queue')).toEqual({
    seen: [
      ...[0, 1, 2].map((value) => `SIGRTMIN+4 SI_QUEUE ${value}`),
      'SIGUSR2 SI_TKILL undefined',
      'SIGHUP SI_TKILL undefined',
    ],
    restored: true,
  });
});

test('several who wait are served in turn, and told of the end', async () => {
  expect(await run('waiters')).toEqual([false, false, true, true, true]);
});

test('every iterator of a signal gets it, and so does process.on()', async () => {
  expect(await run('several')).toEqual({
    both: ['SIGUSR2', 'SIGUSR2'],
    later: 'SIGUSR2',
    heard: ['SIGUSR2', 'SIGUSR2'],
    left: true,
  });
});

test('in any order of coming and going, the old action comes back', async () => {
  expect(await run('overlap')).toEqual([
    ...['stream', 'first', 'SIGINT', true],
    ...['stream', 'later', 'first'],
    ...['ignored', 'stream', 'SIGUSR2', 'ignored', 'first', 'default'],
  ]);
});

test('beside listeners of process.on() that come and go', async () => {
  expect(await run('listeners')).toEqual([
    ...['listener', 'listener', false, false, true],
  ]);
  expect(await run('nodesOwn')).toBe(1);
});

test('aborted, it gives what has come, then the reason', async () => {
  expect(await run('abort')).toEqual({
    left: true,
    rejected: [true, true],
    first: 'SIGUSR2',
    second: 'enough',
    third: true,
    late: ['enough', 'enough'],
    still: true,
  });
});

test('onceSignal(): the next one finds the old action', async () => {
  expect(await run('once')).toBe('SIGUSR2');
  expect(await run('onceOfTwo')).toBe(2);
});

test.for(['once', 'next'])(
  'the process stays alive while somebody waits: %s',
  async (way) => {
    expect(await run('alive', way)).toBe(8);
  },
);

test('no signal never comes', async () => {
  expect(await run('never')).toBe(true);
});

test('what nobody can handle, and Workers, are refused', async () => {
  expect(await run('refused')).toEqual({
    results: ['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL'],
    inWorker: Array(3).fill('ERR_WORKER_UNSUPPORTED_OPERATION'),
    same: true,
  });
});

test('a forked child goes on listening, each for itself', async () => {
  expect(await run('fork')).toEqual([5, true]);
});

test('signal() is sigaction() with SA_RESTART', async () => {
  expect(await run('signal')).toEqual([
    ...[true, true, 1, true, true, 1, true, 'EINVAL'],
  ]);
});
