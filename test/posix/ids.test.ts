import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/ids.mjs', { args: [name] })).report;

test("getpid, getppid and gettid are the kernel's", async () => {
  const { pid, ppid } = await run('ids');
  expect(pid).toEqual([pid[0], pid[0], pid[0]]);
  expect(ppid).toEqual([ppid[0], ppid[0], ppid[0]]);
});

test('a child, and its child, have their own', async () => {
  const { self, pid, result, status } = await run('child');
  const grandchild = result[5];
  expect(status).toBe(0);
  expect(result.slice(0, 5)).toEqual([pid, pid, pid, self, self]);
  expect(grandchild).toEqual({
    pid: grandchild.pid,
    result: [grandchild.pid, grandchild.pid, pid],
    status: 0,
  });
});

test('getppid() changes when the parent ends', async () => {
  expect(await run('orphan')).toEqual({ same: true, right: true });
});

test('in a Worker, gettid() is its own', async () => {
  expect(await run('worker')).toEqual({ pid: true, ppid: true, tid: true });
});

test('umask() returns the one before', async () => {
  expect(await run('umask')).toEqual([0o027, 0o777, 0o777, true]);
});

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

test("umask() and chdir() are the main thread's", async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('changesInWorker')).toEqual([code, code, '/']);
});
