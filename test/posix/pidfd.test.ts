import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/pidfd.mjs', { args })).report;

test('a process by its descriptor: poll, signal, wait', async () => {
  expect(await run('open')).toEqual([
    ...[true, null, 0, 1, 'CLD_KILLED', 12],
    ['ESRCH', 'pidfd_send_signal'],
  ]);
});

test('PIDFD_NONBLOCK, PIDFD_THREAD', async () => {
  expect(await run('nonblock')).toEqual([['EAGAIN', 'waitid'], 'CLD_KILLED']);
  const [whole, thread] = await run('thread');
  expect(['EINVAL', 'ENOENT']).toContain(whole);
  expect(['EINVAL', 'opened']).toContain(thread);
});

test('errors', async () => {
  expect(await run('errors')).toEqual([
    ['ESRCH', 'pidfd_open'],
    ...Array(3).fill(['EINVAL', 'pidfd_open']),
    ...Array(2).fill(['EBADF', 'pidfd_send_signal']),
    ...Array(3).fill(['EBADF', 'pidfd_getfd']),
    ...Array(2).fill(['EBADF', 'waitid']),
  ]);
});

test('a signal to oneself is handled at once', async () => {
  expect(await run('toSelf')).toEqual([true, 'SI_USER', true]);
});

test("another process's descriptor", async () => {
  expect(await run('getfd')).toEqual([
    ...[true, 'x', 7],
    ['ESRCH', 'pidfd_getfd'],
  ]);
});

test("EPERM: somebody else's process", async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('unprivileged')).toBe(0);
});

test('pidfdWaitAsync() of a child takes its status', async () => {
  expect(await run('child')).toEqual([
    ...['exited', 7, true, 'ended'],
    { pid: -1, kind: 'ended' },
  ]);
});

test.each(['waitpidAsync', 'child', 'pidfdWaitAsync'])(
  '%s of a process that is no child: that it has ended',
  async (way) => {
    const ended = { pid: 'its', kind: 'ended' };
    expect(await run('stranger', way)).toEqual([
      ...[false, true, true, ended, ended],
      way === 'waitpidAsync' ? 'ECHILD' : 'ESRCH',
      'ended',
    ]);
    expect(await run('strangerAborts', way)).toEqual(['enough', 'enough']);
  },
);

test('what is waited for stays as it is', async () => {
  expect(await run('flags')).toEqual([true, 'SIGTERM']);
  expect(await run('closed')).toBe('EBADF');
});

test.each(['waitpidAsync', 'child', 'pidfdWaitAsync'])(
  'the end of this process is nothing for %s to wait for',
  async (way) => expect(await run('self', way)).toBe('ECHILD'),
);

test('nor is that of a thread', async () => {
  const codes = await run('threads');
  expect(codes.length).toBeGreaterThan(0);
  expect(new Set(codes)).toEqual(new Set(['ECHILD']));
});

test('a Child that is none can be disposed of', async () => {
  expect(await run('disposed')).toBe('ESRCH');
});

test('parent and forked child wait for it, each for itself', async () => {
  expect(await run('acrossFork')).toEqual(['ended', 0]);
});

test('in a Worker as well', async () => {
  expect(await run('inWorker')).toBe('ended');
});
