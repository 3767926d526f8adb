import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/timer.mjs', { args: [name] })).report;

const stopped = { valueMs: 0, intervalMs: 0 };

test('alarm() sends SIGALRM, and tells what was left of the one before', async () => {
  expect(await run('alarm')).toEqual({
    first: 0,
    same: true,
    rest: true,
    signal: ['SIGALRM', 'SI_KERNEL', 'nobody'],
    inTime: true,
    after: 0,
    most: true,
    off: 0,
  });
});

test('a SIGALRM that nobody handles ends the process', async () => {
  expect(await run('alarmed')).toBe('SIGALRM');
});

test('setitimer(): real, virtual and profiling time, again and again', async () => {
  const each = [stopped, true, true, true, stopped];
  expect(await run('intervals')).toEqual({
    SIGALRM: each,
    SIGVTALRM: each,
    SIGPROF: each,
  });
});

test('fractions of milliseconds count, and never stop a timer', async () => {
  expect(await run('fractions')).toEqual([
    ...[0.001, 0.001, 1.1, 1234.567, 1e9],
    0.001,
  ]);
});

test('POSIX timers: their signal, value and number', async () => {
  expect(await run('posix')).toEqual({
    differ: true,
    stands: [stopped, stopped],
    info: {
      signo: 36,
      signal: 'SIGRTMIN+2',
      code: -2,
      codeName: 'SI_TIMER',
      timerid: true,
      timerOverrun: 0,
      value: -7,
    },
    running: true,
    intervals: [10_000, 10_000],
    byNumber: true,
    overruns: [0, 0],
    gone: 'EINVAL',
  });
});

test('what a POSIX timer could not send it counts', async () => {
  expect(await run('overrun')).toBe(true);
});

test("a POSIX timer of the processor's time", async () => {
  expect(await run('cpu')).toBe(true);
});

test('a timerfd is read, now and on the event loop', async () => {
  expect(await run('timerfd')).toEqual({
    early: 'EAGAIN',
    before: stopped,
    first: true,
    more: true,
    intervalMs: 5,
    cloexec: true,
    past: 1,
    closed: 'EBADF',
  });
});

test('a forked child has no timers but those that are descriptors', async () => {
  expect(await run('fork')).toEqual({
    code: 0,
    expirations: 1,
    mine: [true, true, true, true],
  });
});

test('the real-time timer goes on across exec', async () => {
  expect(await run('exec')).toBe('SIGALRM');
});

test('what there is not is EINVAL or EBADF', async () => {
  expect(await run('errors')).toEqual([
    ...['setitimer EINVAL', 'getitimer EINVAL', 'timer_create EINVAL'],
    ...['settime', 'gettime', 'getoverrun', 'delete'].map(
      (it) => `timer_${it} EINVAL`,
    ),
    ...['timerfd_create EINVAL', 'timerfd_create EINVAL'],
    ...['timerfd_settime EBADF', 'timerfd_settime EINVAL'],
    ...['timerfd_settime EINVAL', 'timerfd_gettime EINVAL'],
  ]);
});
