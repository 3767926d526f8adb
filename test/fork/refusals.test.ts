// What fork() refuses, by name. Whenever it throws there is no child, and the
// process is as it was.

import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, options = {}) =>
  (await runFixture('fork/refusals.mjs', { args: [name], ...options })).report;

type Attempt = { ms: number };

// Hooks run around what has begun; a refusal that needs no look at the threads
// comes before them.
const notBegun: string[] = [];
const failed = [
  'second prepare',
  'first prepare',
  'first parent -1',
  'second parent -1',
];

const refused = (code: string, message: RegExp | string, hooks: string[]) => ({
  name: 'Error',
  code,
  message: expect.stringMatching(message),
  ms: expect.any(Number),
  changed: [],
  hooks,
});

const oneWorker = refused(
  'ERR_FORK_WORKERS',
  /^fork with a live Worker/,
  notBegun,
);
const twoWorkers = refused(
  'ERR_FORK_WORKERS',
  /^fork with 2 live Workers/,
  notBegun,
);
const inspector = refused('ERR_FORK_INSPECTOR', /open inspector/, notBegun);
const busy = refused(
  'ERR_FORK_BUSY',
  /^fork: thread \d+ \(.+\) is not idle$/,
  failed,
);

function expectBetween(attempt: Attempt, least: number, most: number) {
  expect(attempt.ms).toBeGreaterThanOrEqual(least);
  expect(attempt.ms).toBeLessThan(most);
}

test('ERR_FORK_WORKER_THREAD', async () => {
  const code = 'ERR_FORK_WORKER_THREAD';
  const reason = 'fork() belongs to the main thread';
  const message = `fork is not supported: ${reason}`;
  expect(await run('workerThread')).toEqual({
    inWorker: {
      result: { code, message },
      child: { code, message },
      support: { supported: false, code, reason },
    },
    main: { supported: true },
    after: true,
  });
});

describe('ERR_FORK_WORKERS', () => {
  test('with live Workers, from the tick in which they are made', async () => {
    expect(await run('worker')).toEqual({
      // Its thread is just starting.
      sameTick: { ...oneWorker, changed: expect.any(Array) },
      live: twoWorkers,
      asChild: 'ERR_FORK_WORKERS',
      one: oneWorker,
      after: true,
    });
  });

  test('until a Worker that ends by itself has ended', async () => {
    const results: string[] = await run('endingWorker');
    for (let i = 0; i < results.length; i += 2)
      expect(results.slice(i, i + 2)).toEqual([
        'ERR_FORK_WORKERS',
        'exited with 0',
      ]);
  });

  test('with a Worker started before the package was imported', async () => {
    const { live, ...results } = await run('earlierWorker');
    // It takes a look at the threads to find it.
    expect(live).toEqual({ ...oneWorker, hooks: failed });
    expect(results).toEqual({
      again: oneWorker,
      terminated: 'exited with 0',
      after: true,
    });
  });
});

describe('ERR_FORK_INSPECTOR', () => {
  test('inspector.open()', async () => {
    expect(await run('openInspector')).toEqual({
      open: inspector,
      after: true,
    });
  });

  test('--inspect', async () => {
    const results = await run('inspect', { execArgv: ['--inspect=0'] });
    expect(results).toEqual({ open: inspector, after: true });
  });

  test('but not for a session within the process', async () => {
    expect(await run('session')).toMatchObject({
      connected: { forked: 'exited with 0', changed: [] },
      after: true,
    });
  });
});

describe('ERR_FORK_BUSY', () => {
  test('a thread of the pool that waits for the writer of a FIFO', async () => {
    const { none, short, ...results } = await run('blockedOpen');
    expect([none, short]).toEqual([busy, busy]);
    expectBetween(none, 0, 150);
    expectBetween(short, 200, 400);
    expect(results).toEqual({ child: 'ERR_FORK_BUSY', after: true });
  });

  test('only as long as it lasts', async () => {
    const { short, patient, text } = await run('blockedRead');
    expect(short).toEqual(busy);
    expectBetween(short, 50, 200);
    expect(patient).toMatchObject({ forked: 'exited with 0', changed: [] });
    expectBetween(patient, 10, 5000);
    expect(text).toBe('text\n');
  });

  test('nobody reads standard output', async () => {
    const { stalled, ...results } = await run('lazyReader');
    const message = /^fork: nobody has read stdout or stderr for 200 ms$/;
    expect(stalled).toEqual(refused('ERR_FORK_BUSY', message, failed));
    expectBetween(stalled, 200, 400);
    expect(results).toEqual({
      asChild: 'ERR_FORK_BUSY',
      called: 5,
      bytes: 200_000,
      code: 0,
      after: true,
    });
  });
});

test('bad options', async () => {
  const codes = (await run('badOptions')).map(
    ({ code, changed, hooks }: Record<string, unknown>) => {
      expect([changed, hooks]).toEqual([[], []]);
      return code;
    },
  );
  expect(codes).toEqual([
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_VALUE',
    'ERR_OUT_OF_RANGE',
    'ERR_INVALID_ARG_TYPE',
    'ERR_INVALID_ARG_VALUE',
  ]);
});

describe('atfork hooks', () => {
  test('prepare in reverse order, parent and child in order', async () => {
    const prepared = ['second prepare', 'first prepare'];
    expect(await run('hookOrder')).toEqual({
      inParent: [...prepared, 'first parent true', 'second parent true'],
      inChild: [...prepared, 'first child', 'second child'],
      disposed: ['second prepare', 'second parent true'],
    });
  });

  test('a prepare that throws ends fork() with its error', async () => {
    const { result, after } = await run('failingHook');
    // It was registered first, so it came last.
    expect(result).toMatchObject({
      name: 'RangeError',
      message: 'not now',
      changed: [],
      hooks: failed,
    });
    expect(after).toBe(true);
  });

  test('errors of the others are uncaught exceptions, each', async () => {
    const { result, uncaught } = await run('failingParentHook');
    expect(result.forked).toBe('exited with 0');
    expect(uncaught).toEqual(['one', 'two']);
  });
});
