import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/poll.mjs', { args })).report;

describe.each(['poll', 'ppoll'])('%s', (name) => {
  test('tells what is ready, of all entries in their order', async () => {
    expect(await run('ready', name)).toEqual([
      ['', 'POLLOUT', 'POLLNVAL', ''],
      ['POLLIN', 'POLLOUT', 'POLLNVAL', ''],
      ['POLLNVAL', 'POLLOUT,POLLERR', 'POLLNVAL', ''],
      true,
    ]);
  });

  test('waits as long as it is told', async () => {
    expect(await run('timeouts', name)).toEqual([[true, true, true], [], true]);
  });

  test('ends with EINTR, with SA_RESTART too', async () => {
    expect(await run('interrupted', name)).toEqual([
      ['EINTR', name, 1, true],
      ['EINTR', name, 1, true],
    ]);
  });
});

test('a listener of process.on() ends it as well', async () => {
  expect(await run('listener')).toBe('EINTR');
});

test('a signal that came before the call ends it', async () => {
  expect(await run('before')).toEqual([0, 'EINTR', 1]);
});

test('a handler that throws ends it with its error', async () => {
  expect(await run('throws')).toBe('boom');
});

test('ppoll() waits under its mask, and only it', async () => {
  expect(await run('mask')).toEqual(['EINTR', true, [12, 34], []]);
});

test('in a Worker there is poll(), but no ppoll()', async () => {
  expect(await run('inWorker')).toEqual([
    0,
    'ERR_WORKER_UNSUPPORTED_OPERATION',
  ]);
});
