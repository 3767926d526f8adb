import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/limits.mjs', { args: [name] })).report;

const infinity = `${2n ** 64n - 1n}`;

test('all 16 resources, by name and by number, are as the kernel has them', async () => {
  const report = await run('all');
  expect(report).toHaveLength(16);
  for (const { name, got, same, other, kernel } of report) {
    const all = { name, got: kernel, same: kernel, other: kernel };
    expect({ name, got, same, other }).toEqual(all);
  }
});

test('every number of 64 bits is kept, infinity too', async () => {
  expect(await run('exact')).toEqual([
    [`${2n ** 53n + 1n}`, infinity],
    [infinity, infinity],
    [`${2n ** 63n + 1n}`, `${2n ** 64n - 2n}`],
  ]);
});

test('a limit is enforced, and the soft one can be raised to the hard one', async () => {
  expect(await run('enforced')).toEqual(['EMFILE', 4, 'EFBIG']);
});

test('Node raises NOFILE; a program is given another', async () => {
  const { raised, printed, hard } = await run('programs');
  expect(raised).toBe(true);
  expect(printed).toEqual(['200', hard]);
});

test('errors', async () => {
  const { order, unknown, gone, raised, foreign } = await run('errors');
  expect(order).toEqual({
    kind: 'Error',
    message: 'EINVAL: invalid argument, setrlimit',
    code: 'EINVAL',
    errno: -22,
    syscall: 'setrlimit',
  });
  expect(unknown).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
  expect(gone).toMatchObject({ code: 'ESRCH', pid: gone.right });
  expect(raised).toEqual(['EPERM', 'EPERM']);
  expect(foreign).toBe('EPERM');
});

test("prlimit() sets another process's, and returns those of before", async () => {
  expect(await run('other')).toEqual({
    same: true,
    after: '65536',
    kept: true,
  });
});

test('a Worker may look, but not set', async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('worker')).toEqual([true, code, code]);
});
