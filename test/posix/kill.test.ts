import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, args: unknown[] = []) => {
  const { report } = await runFixture('posix/kill.mjs', {
    args: [name, ...args.map(String)],
  });
  return report;
};

const noProcess = (pid: number) => ({
  kind: 'Error',
  message: `ESRCH: no such process, kill ${pid}`,
  code: 'ESRCH',
  errno: -3,
  syscall: 'kill',
  pid,
});

test('kill() by name, number and alias, to a process and to groups', async () => {
  expect(await run('forms')).toEqual({
    name: 'SIGUSR2',
    number: 'SIGUSR2',
    alias: 'SIGIO',
    ownGroup: 'SIGURG',
    itsGroup: 'SIGURG',
  });
});

test('a signal of 0 only checks', async () => {
  const { pid, ...results } = await run('check');
  expect(results).toEqual({ alive: {}, gone: noProcess(pid) });
});

test('a negative pid reaches the whole group', async () => {
  expect(await run('group')).toEqual([null, 'SIGTERM']);
});

test('killpg() reaches the group, and nobody else', async () => {
  const [leader, member, other, gone] = await run('killpg');
  expect([leader, member, other]).toEqual(['SIGTERM', 'SIGTERM', 'SIGKILL']);
  expect(gone).toMatchObject({ code: 'ESRCH', syscall: 'killpg' });
});

test('raise() is handled before it returns', async () => {
  expect(await run('raise')).toEqual([
    ['SIGUSR2', true, 'SI_TKILL'],
    'SIGUSR2',
  ]);
});

test('ESRCH carries code, errno, syscall and pid', async () => {
  expect(await run('errors')).toEqual({
    process: noProcess(4_194_304),
    group: noProcess(-4_194_304),
  });
});

test.for([0, 'SIGTERM', 'SIGKILL'])(
  "EPERM: signal %s to somebody else's process",
  async (signal, ctx) => {
    if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
    expect(await run('unprivileged', [signal])).toMatchObject({
      kind: 'exited',
      code: 0,
    });
  },
);

test('a stray signal 33 does no harm, before a fork and after', async () => {
  expect(await run('internal', [33])).toEqual([0, 0]);
});

test('sigqueue() and tgkill() to this process return when the handler has run', async () => {
  const value = (it: number) => [35, 'SI_QUEUE', true, it];
  expect(await run('queue')).toEqual({
    counts: [1, 2, 3, 4, 5],
    seen: [
      ...[-(2 ** 31), -1, 0, 2 ** 31 - 1].map(value),
      [35, 'SI_TKILL', true, null],
    ],
  });
});

test('1,000 values from another process: each of them comes', async () => {
  expect(await run('fromOutside')).toEqual([1000, true]);
});

test('tgkill() to another thread: the main thread handles it, once', async () => {
  expect(await run('helpers')).toEqual({
    first: ['SI_TKILL', true, true],
    count: 1,
    gone: expect.objectContaining({ code: 'ESRCH', syscall: 'tgkill' }),
  });
});

test('tgkill() to each other thread, by another process', async () => {
  expect(await run('helpersFromOutside')).toEqual([
    true,
    0,
    ['SI_TKILL true true'],
  ]);
});

test('tgkill() to another process, which has to be the right one', async () => {
  expect(await run('elsewhere')).toEqual({ wrong: 'ESRCH', signal: 'SIGTERM' });
});

test('sigqueue() and tgkill(): ESRCH, EINVAL, EPERM', async (ctx) => {
  expect(await run('queueErrors')).toEqual({
    none: expect.objectContaining({
      message: 'ESRCH: no such process, sigqueue 4194304',
      code: 'ESRCH',
      errno: -3,
      syscall: 'sigqueue',
      pid: 4_194_304,
    }),
    group: 'ESRCH',
    notOne: 'EINVAL',
  });
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('unprivilegedQueue')).toBe(0);
});
