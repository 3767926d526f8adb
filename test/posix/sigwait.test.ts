import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: (string | number)[]) =>
  (await runFixture('posix/sigwait.mjs', { args: args.map(String) })).report;

const names = ['sigwait', 'sigwaitinfo', 'sigtimedwait'];

test.each(names)('%s() takes what is pending, or comes', async (name) => {
  expect(await run('takes', name)).toEqual([[1, 15, 34, 15], []]);
});

test('10,000 values from another process come in order', async () => {
  expect(await run('inOrder')).toEqual([10_000, 0]);
});

test('it tells where the signal came from', async () => {
  const { sent, ended, pid, uid } = await run('tells');
  const from = { pid, uid };
  expect(sent).toMatchObject({
    signal: 'SIGTERM',
    codeName: 'SI_USER',
    ...from,
  });
  expect(ended).toMatchObject({ codeName: 'CLD_EXITED', status: 7, ...from });
});

test('sigtimedwait() waits as long as it is told', async () => {
  expect(await run('timeouts')).toEqual([
    [null, true],
    [null, true],
  ]);
});

test.each([0, 0x10000000])(
  'other signals interrupt, flags %i',
  async (flags) => {
    expect(await run('interrupted', 'sigwait', flags)).toEqual([
      null,
      null,
      15,
      1,
    ]);
    for (const name of ['sigwaitinfo', 'sigtimedwait'])
      expect(await run('interrupted', name, flags)).toEqual([
        'EINTR',
        name,
        null,
        1,
      ]);
  },
);

test('a handler that throws leaves it', async () => {
  expect(await run('throws')).toBe('boom');
});

test('what is not blocked is blocked while it waits', async () => {
  expect(await run('unblocked')).toEqual([[1, 12], 1, []]);
});

test('child_process hears of its children all the same', async () => {
  expect(await run('childProcess')).toEqual([17, 0, null]);
});

test('5,000 real-time signals: none is lost', async () => {
  expect(await run('queue', 5000)).toBe(5000);
});
