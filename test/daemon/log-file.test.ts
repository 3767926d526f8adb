import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = (...args: string[]) => runFixture('daemon/log-file.mjs', { args });

test('after a reopen() the new file is written to', async () => {
  expect((await run('renamed')).report).toEqual([
    'one two',
    'three four',
    true,
  ]);
});

test('where there is no new file the old one stays', async () => {
  const codes = ['ENOENT', 'ENOTDIR'];
  expect((await run('impossible')).report).toEqual([
    ...codes,
    ...['still', 'ENOENT'],
  ]);
});

test.each([
  [['1'], 1, 'one\n', 'three\n', 'two\nfour\n'],
  [['2'], 2, 'two\n', 'four\n', 'one\nthree\n'],
  [['1', '2'], 1, 'one\ntwo\n', 'three\nfour\n', ''],
] as const)('in place of %j', async (places, fd, before, after, elsewhere) => {
  const { report, stdout, stderr } = await run('standard', ...places);
  expect(report).toEqual([fd, before, after]);
  expect(stdout + stderr).toBe(elsewhere);
});

test('in place of a pipe: nothing is lost', async () => {
  const { report, stdout } = await run('piped');
  expect(report).toEqual([3, 'after\nprogram\nlater\n']);
  expect(stdout).toBe(`${'x'.repeat(100_000)}before\n`);
});

test('logrotate, as the guide has it', async (ctx) => {
  try {
    execFileSync('logrotate', ['--version'], { stdio: 'pipe' });
  } catch (error) {
    ctx.skip(`needs logrotate: ${(error as Error).message}`);
  }
  const [lines, files] = (await run('rotated')).report;
  expect(lines).toEqual(['', '', '']);
  expect(files).toEqual(['four\n', 'three\n', 'two\n', 'one\n']);
});

test("it is the main thread's", async () => {
  expect((await run('worker')).report).toBe('ERR_WORKER_UNSUPPORTED_OPERATION');
});
