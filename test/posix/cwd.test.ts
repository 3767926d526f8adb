import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/cwd.mjs', { args: [name] })).report;

test('chdir() takes text, bytes and URLs, and process.cwd() knows', async () => {
  const { none, ...rest } = await run('chdir');
  expect(rest).toEqual({
    results: ['/a', '', '/', '', '/d\ufffd'],
    file: 'ENOTDIR',
    stayed: true,
  });
  expect(none).toEqual({
    kind: 'Error',
    message: "ENOENT: no such file or directory, chdir 'none'",
    code: 'ENOENT',
    errno: -2,
    syscall: 'chdir',
    path: 'none',
  });
});

test('getcwd() gives text or bytes, fchdir() goes back', async () => {
  expect(await run('folders')).toEqual({
    ends: ['/d\xff', '/d\ufffd'],
    back: true,
    errors: ['ENOTDIR', 'EBADF'],
    gone: 'ENOENT',
  });
});

test('chroot() changes what / is; without a /proc there is no fork()', async () => {
  const { none, jailed } = await run('chroot');
  expect(none).toBe('ENOENT');
  if (jailed)
    expect(jailed).toEqual([
      true,
      'ENOENT',
      '/',
      '/',
      ['inside'],
      'ERR_FORK_UNSUPPORTED',
    ]);
});

test('chroot() where the working directory cannot be entered again', async ({
  skip,
}) => {
  const report = await run('chrootFromAfar');
  if (!report) skip('needs root and setpriv');
  expect(report).toBe('/ true');
});

test('a Worker may look, but not change it', async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('worker')).toEqual([true, code, code]);
});
