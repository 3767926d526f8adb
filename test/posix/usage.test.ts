import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/usage.mjs', { args: [name] })).report;

test("RUSAGE_SELF agrees with Node, in C's names and units", async () => {
  const { seconds, ...rest } = await run('self');
  expect(Math.abs(seconds)).toBeLessThan(0.5);
  expect(rest).toEqual({
    names: [
      ...['utime', 'stime', 'maxrss', 'minflt', 'majflt'],
      ...['inblock', 'oublock', 'nvcsw', 'nivcsw'],
    ],
    kib: true,
    counts: true,
  });
});

test('RUSAGE_CHILDREN and times() count a child that has been waited for', async () => {
  const { same, child, ticks, largest } = await run('children');
  expect(Math.abs(same)).toBeLessThan(0.001);
  expect(child).toBeGreaterThanOrEqual(0.1);
  expect(Math.abs(ticks - child)).toBeLessThan(0.05);
  expect(largest).toBe(true);
});

test('RUSAGE_THREAD and its clock are of the calling thread', async () => {
  const { clock, ...rest } = await run('thread');
  expect(Math.abs(clock)).toBeLessThan(0.5);
  expect(rest).toEqual({ less: true, own: true, all: true });
});

test('times() is in seconds', async () => {
  const { names, self, elapsed } = await run('times');
  expect(names).toEqual(['utime', 'stime', 'cutime', 'cstime', 'elapsed']);
  expect(Math.abs(self)).toBeLessThan(0.05);
  expect(elapsed).toBeGreaterThan(0.08);
  expect(elapsed).toBeLessThan(10);
});

test("clocks are in nanoseconds, another process's too", async () => {
  const { gone, ...rest } = await run('clocks');
  expect(rest).toEqual({
    types: 'bigint',
    child: true,
    ended: 'EINVAL',
    impossible: Array(6).fill('ESRCH'),
    unknown: 'EINVAL',
    real: true,
    monotonic: true,
    boot: true,
    self: true,
    thread: true,
  });
  expect(gone).toMatchObject({
    code: 'ESRCH',
    syscall: 'clock_getcpuclockid',
    pid: gone.right,
  });
});

test('sysconf() is a bigint, or null without a limit', async () => {
  const { memory, ...rest } = await run('sysconf');
  expect(memory).toBeCloseTo(1, 1);
  expect(rest).toEqual({
    types: ['bigint', true],
    page: '4096',
    cpus: true,
    files: true,
    none: null,
    unknown: 'EINVAL',
  });
});

test('getloadavg() agrees with Node', async () => {
  expect(await run('load')).toEqual([true, true, true]);
});
