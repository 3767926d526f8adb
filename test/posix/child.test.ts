import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const start = (name: string, args: unknown[] = []) =>
  runFixture('posix/child.mjs', { args: [name, ...args.map(String)] });
const run = async (name: string, args: unknown[] = []) =>
  (await start(name, args)).report;

test('wait() gives every caller the same result', async () => {
  const { pid, results } = await run('wait');
  const rusage = expect.objectContaining({ utime: expect.any(Number) });
  const result = { pid, status: 7 << 8, kind: 'exited', code: 7, rusage };
  expect(results).toEqual([result, result, result]);
  expect(await run('ended')).toBe(7);
});

test("forkChild's main decides on the exit code", async () => {
  expect(await run('outcomes')).toEqual({
    number: 5,
    'high number': 3,
    nothing: 0,
    text: 0,
    promise: 6,
    exit: 8,
  });
});

test('a main that throws exits with 1 and prints its stack', async () => {
  const { report, stderr } = await start('throws');
  expect(report).toBe(1);
  expect(stderr).toMatch(/^Error: as expected\n +at .*child\.mjs/);
});

test('kill() sends SIGTERM, or what it is told', async () => {
  expect(await run('kill')).toEqual({
    default: 'SIGTERM',
    name: 'SIGUSR2',
    number: 'SIGHUP',
    realTime: 'SIGRTMIN+3',
  });
});

test('errors carry code, errno, syscall and pid', async () => {
  const { pids, ...results } = await run('errors');
  const gone = (pid: number) => ({
    kind: 'Error',
    message: `ESRCH: no such process, pidfd_send_signal ${pid}`,
    code: 'ESRCH',
    errno: -3,
    syscall: 'pidfd_send_signal',
    pid,
  });
  const open = (code: string, errno: number, text: string, pid: number) => ({
    kind: 'Error',
    message: `${code}: ${text}, pidfd_open ${pid}`,
    code,
    errno,
    syscall: 'pidfd_open',
    pid,
  });
  expect(results).toEqual({
    none: open('ESRCH', -3, 'no such process', 4_194_304),
    group: open('EINVAL', -22, 'invalid argument', -1),
    zero: open('EINVAL', -22, 'invalid argument', 0),
    gone: gone(pids[0]),
    goneCheck: gone(pids[0]),
    stolenKill: gone(pids[1]),
    stolenWait: {
      kind: 'Error',
      message: `ECHILD: no child processes, waitpid ${pids[1]}`,
      code: 'ECHILD',
      errno: -10,
      syscall: 'waitpid',
      pid: pids[1],
    },
    stolenAfter: gone(pids[1]),
  });
});

test("EPERM: somebody else's process", async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('unprivileged')).toBe(0);
});

test('an aborted wait() rejects with the reason and leaves the child', async () => {
  expect(await run('abort')).toEqual({
    early: 'too late',
    later: 'This operation was aborted',
    other: 'SIGTERM',
    ended: 'too late',
  });
});

test('disposing of it ends it, once', async () => {
  expect(await run('dispose')).toEqual(['SIGKILL', 'exited']);
});

test('100 children at once, each with its own result', async () => {
  const results: [number, number][] = await run('many', [100]);
  expect(results.map(([, code]) => code)).toEqual([...Array(100).keys()]);
  expect(new Set(results.map(([pid]) => pid)).size).toBe(100);
});

test('wait() keeps the loop alive and does not block it', async () => {
  expect(await run('loop')).toBe(true);
  expect(await run('keepsAlive')).toBe(4);
});

test('one descriptor each, until the child has been waited for', async () => {
  expect(await run('descriptors')).toEqual([1, 0]);
});

test("a forked child cannot wait for its parent's children", async () => {
  expect(await run('inherited')).toEqual({
    signaller: 0,
    sibling: 'SIGUSR2',
    child: 11,
  });
});

test('it works in a Worker', async () => {
  expect(await run('worker')).toBe(9);
});
