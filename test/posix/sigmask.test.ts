import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { filtered } from '../support/seccomp.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/sigmask.mjs', { args })).report;

test('sigprocmask() adds, takes and replaces, and tells what was', async () => {
  expect(await run('changes')).toEqual([
    [],
    ['SIGHUP', 'SIGTERM'],
    ['SIGHUP', 'SIGUSR2', 'SIGTERM'],
    ['SIGHUP', 'SIGUSR2'],
    ['SIGRTMIN'],
    ['SIGRTMIN'],
  ]);
});

test('every thread blocks it beside what it blocks of its own', async () => {
  expect(await run('threads')).toEqual([true, true, true, true]);
});

test('threads that make processes and threads do not unblock it', async () => {
  expect(await run('busyThreads', '150')).toBe(0);
});

test('what is blocked is pending, and comes when it is unblocked', async () => {
  expect(await run('pending')).toEqual([
    ['SIGUSR2', 'SIGRTMIN', 'SIGRTMIN+1'],
    0,
    ['SIGUSR2', ...Array(2).fill('SIGRTMIN'), ...Array(2).fill('SIGRTMIN+1')],
    [],
  ]);
});

test('a default action waits, too', async () => {
  expect(await run('outside')).toEqual(['signaled', 'SIGTERM']);
});

test('a handler that throws does not cost the old mask', async () => {
  expect(await run('throws')).toEqual([['SIGUSR2'], 'boom']);
});

test('a listener of process.on() is told once, later', async () => {
  expect(await run('listener')).toEqual([0, 1]);
});

test('SIGCHLD blocked: child_process hears of its children later', async () => {
  expect(await run('childProcess')).toEqual([false, true, 0]);
});

test('sigsuspend() returns when a handler has run', async () => {
  expect(await run('suspend')).toEqual([
    ['SIGUSR2'],
    ['SIGHUP', 'SIGUSR2'],
    ['SIGHUP'],
    ['SIGUSR2', 'SIGUSR2'],
    ['SIGUSR2', 'SIGUSR2', 'SIGHUP'],
  ]);
});

test.each(['sigsuspend', 'ppoll'])(
  '%s() blocks on every thread what its mask has',
  async (call) => {
    expect(await run('suspendMask', call)).toEqual([null, 'SIGHUP']);
  },
);

test('a handler that throws leaves sigsuspend()', async () => {
  expect(await run('suspendThrows')).toEqual(['boom', []]);
});

test('sigsuspend() in a handler lets others run', async () => {
  expect(await run('suspendInHandler')).toEqual([
    ['>', 'SIGUSR1', '<', 'SIGWINCH'],
    ['SIGUSR1', 'SIGWINCH'],
  ]);
});

test('pause() returns when a handler has run', async () => {
  expect(await run('pause')).toEqual([1, []]);
});

test('a forked child has the mask, not what was pending', async () => {
  expect(await run('fork')).toEqual([0, 0]);
});

test('exec and posix_spawn() hand the mask on', async () => {
  expect(await run('programs')).toEqual(['1', '1', '0', '2']);
});

test('in a Worker: refused', async () => {
  expect(await run('inWorker')).toEqual(
    Array(9).fill('ERR_WORKER_UNSUPPORTED_OPERATION'),
  );
});

test('refused where a thread cannot be reached', async (ctx) => {
  const end = await run('deaf');
  if (end === 'no compiler') ctx.skip('there is no g++');
  expect(end).toBe(0);
});

// rt_tgsigqueueinfo(2)
test('refused where seccomp forbids to signal threads', async () => {
  const { report } = await runFixture('posix/sigmask.mjs', {
    ...filtered('297:1'),
    args: ['refused'],
  });
  expect(report).toEqual([Array(4).fill('ERR_SIGNAL_MASK_UNSUPPORTED'), true]);
});
