import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/sched.mjs', { args: [name] })).report;

test('nice() is handed on to children, their threads and programs', async () => {
  const { least, ...rest } = await run('nice');
  expect(['done', 'EPERM']).toContain(least); // not back by overflow
  expect(rest).toEqual({
    results: [1, 1],
    threads: [1],
    program: 1,
    node: 1,
    most: [19, 19],
  });
});

test('a priority of -1 is a value, not an error', async () => {
  const { negative, ...rest } = await run('priority');
  const [done, value, next] = negative;
  expect(next).toBe('done');
  if (done === 'done') expect(value).toBe(-1);
  else expect(done).toBe('EACCES');
  expect(rest).toEqual({
    after: [7, 7],
    most: [19, 19],
    user: true,
    errors: [
      ...['ESRCH', 'ESRCH', 'EINVAL'],
      'ESRCH: no such process, getpriority',
    ],
  });
});

test('who is not privileged gets no better priority', async () => {
  expect(await run('unprivileged')).toEqual([
    ...['EPERM', 'EACCES', 'EPERM', 'EPERM', 'EPERM', 'EPERM'],
    10,
  ]);
});

test('affinity is of a thread, and handed on', async () => {
  const { child, right, ...rest } = await run('affinity');
  expect(child).toEqual(right);
  expect(rest).toEqual({
    own: true,
    main: true,
    errors: ['EINVAL', 'EINVAL', 'ESRCH', true],
  });
});

test('scheduling policies', async () => {
  const { real, ...rest } = await run('scheduler');
  if (real !== 'EPERM')
    expect(real).toEqual([2, { priority: 5 }, { priority: 6 }, true]);
  expect(rest).toEqual({
    start: [0, { priority: 0 }],
    batch: true,
    fresh: 3,
    ranges: [
      [0, 0],
      [1, 99],
      [1, 99],
      [0, 0],
    ],
    errors: [
      ...['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL', 'EINVAL'],
      ...['ESRCH', 'ESRCH', 'ESRCH', 'ESRCH'],
    ],
  });
});

test('the priority of reading and writing', async () => {
  const level = { class: 2, level: 6 };
  expect(await run('ioprio')).toEqual([
    ...[level, level, 3],
    ...['ESRCH', 'ESRCH', 'EINVAL'],
  ]);
});

test('a hint is no part of its level', async ({ skip }) => {
  const report = await run('ioprioHint');
  if (!report) skip('needs Linux 6.5 and python3');
  expect(report).toEqual({ class: 2, level: 6 });
});

test('the choice when memory runs out', async () => {
  const [values, error, set, lowered, gone, jailed] = await run('oom');
  expect(values).toEqual([998, 1000, 998, 998]);
  expect(error).toEqual({
    kind: 'Error',
    message: `ESRCH: no such process, oom_score_adj ${gone}`,
    code: 'ESRCH',
    errno: -3,
    syscall: 'oom_score_adj',
    pid: gone,
  });
  expect([set, lowered, jailed]).toEqual(['ESRCH', 'EACCES', 'ENOENT']);
});

test('that choice, where --permission forbids to write', async () => {
  const flag = process.version.startsWith('v20.')
    ? '--experimental-permission'
    : '--permission';
  const allowed = ['addons', 'fs-read=*', 'child-process'];
  const execArgv = [flag, ...allowed.map((it) => `--allow-${it}`)];
  const { report } = await runFixture('posix/sched.mjs', {
    args: ['oomForbidden'],
    execArgv,
  });
  expect(report).toBe('ERR_ACCESS_DENIED');
});
