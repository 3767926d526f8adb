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

test("umask() and chdir() are the main thread's", async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('changesInWorker')).toEqual([code, code, '/']);
});

test('the getters agree with Node and the kernel', async () => {
  const { single, uid, gid, groups, names } = await run('getters');
  expect(single).toEqual([]);
  for (const [got, right] of [uid, gid, groups]) expect(got).toEqual(right);
  expect(names).toEqual([
    ['ruid', 'euid', 'suid'],
    ['rgid', 'egid', 'sgid'],
  ]);
});

test('new ids reach every thread, before and after forks, and fork() goes on', async ({
  skip,
}) => {
  const report = await run('everyThread');
  if (!report) skip('needs root');
  const four = (id: number) => Array(4).fill(id).join(' ');
  const nobody = {
    threads: true,
    ids: [`${four(65534)} / ${four(65534)} / 5 6`],
  };
  const forked = { ...nobody, deeper: nobody, status: 0 };
  const { before, ...rest } = report;
  expect(before.ids).toEqual([expect.stringContaining(four(0))]);
  expect(rest).toEqual({
    child: [nobody, forked],
    late: [0, nobody, forked],
    here: nobody,
    after: forked,
    asyncCode: 7,
  });
});

test("a Worker's thread too", async ({ skip }) => {
  const report = await run('workersToo');
  if (!report) skip('needs root');
  expect(report).toEqual([65534, 1, 1]);
});

test('from an effective id there is a way back, from the others not', async ({
  skip,
}) => {
  const report = await run('wayBack');
  if (!report) skip('needs root');
  expect(report).toEqual([
    [
      [0, 2, 0],
      [3, 2, 2],
      [4, 4, 4],
      [0, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
      [3, 0, 0],
      [4, 4, 4],
    ],
    ...Array(5).fill('EPERM'),
    [4, 4, 4],
  ]);
});

test('who is not privileged can keep its own ids only', async () => {
  expect(await run('unprivileged')).toEqual([
    ...['done', 'done'],
    ...Array(11).fill('EPERM'),
    true,
  ]);
});

test('groups', async () => {
  const { set, ...rest } = await run('groups');
  expect(rest).toEqual({ same: true, nobody: [12345] });
  if (set) expect(set).toEqual([300, [2 ** 32 - 2], 'EINVAL', true]);
});

test('too many processes hinder fork() and exec, not the change', async ({
  skip,
}) => {
  const report = await run('crowded');
  if (!report) skip('needs root');
  expect(report).toEqual(['done', 'EAGAIN', 'EAGAIN']);
});

test("ids are the main thread's to set", async () => {
  expect(await run('setInWorker')).toEqual([
    'ERR_WORKER_UNSUPPORTED_OPERATION',
  ]);
});

test('refused where Node refuses, because of io_uring', async () => {
  const env = { UV_USE_IO_URING: '1' };
  const { report } = await runFixture('posix/ids.mjs', {
    args: ['ioUring'],
    env,
  });
  for (const [ours, nodes] of report) expect(ours).toBe(nodes);
});
