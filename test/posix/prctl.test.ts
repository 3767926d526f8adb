import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/prctl.mjs', { args: [name] })).report;

test('a subreaper gets the orphans among its descendants', async () => {
  expect(await run('subreaper')).toEqual([false, 5, false, true, false]);
});

test("a parent's death is told, one before the call too if named", async () => {
  expect(await run('pdeathsig')).toEqual({
    later: { kind: 'signaled', signal: 'SIGKILL' },
    before: { kind: 'signaled', signal: 'SIGTERM' },
    unaware: { kind: 'exited', code: 7 },
  });
});

test('its signal is not inherited, and gone with a change of ids', async () => {
  expect(await run('pdeathsigValues')).toEqual([
    ...[null, 'SIGRTMIN+3', null, 'SIGTERM', null, null],
  ]);
});

test('names have 15 bytes, and each thread its own', async () => {
  const cut = '0123456789abcde';
  expect(await run('name')).toEqual([
    ...[cut, cut, cut, 'the worker', cut, 'a\ufffd', '', true],
  ]);
});

test("process.title is a forked child's own", async () => {
  expect(await run('title')).toEqual(['worker 3', 'worker 3', true]);
});

test('no new privileges, for children and programs too', async () => {
  expect(await run('privileges')).toEqual([false, true, '1', true, '1']);
});

test('not dumpable after a change of ids; fork() goes on', async () => {
  expect(await run('dumpable')).toEqual([true, false, false, true, false]);
});

test('capabilities are kept when asked for', async () => {
  expect(await run('keepcaps')).toEqual([false, true, true, true]);
});

test('addresses are not random by personality, where it is allowed', async () => {
  const report = await run('personality');
  if (report !== 'EPERM') expect(report).toEqual([true, true, true, true]);
});

test("what is the process's is the main thread's to set", async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('worker')).toEqual([code, true, false]);
});
