import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { family } from './processes.mjs';
import { FixtureError, runFixture } from './run-fixture.mjs';

const run = (behaviour: string, options = {}) =>
  runFixture('harness.mjs', { args: [behaviour, 'x'], ...options });

async function failure(behaviour: string, options = {}) {
  const error = await run(behaviour, options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FixtureError);
  return error as FixtureError;
}

test('reports, output, status, a folder of its own', async () => {
  const { report, reports, stdout, stderr, code } = await run('report', {
    status: 3,
  });
  expect(reports).toEqual([{ first: true }, report]);
  expect(report.args).toEqual(['x']);
  expect(existsSync(report.cwd)).toBe(false);
  expect([stdout, stderr, code]).toEqual(['out\n', 'err\n', 3]);
});

test('another status than expected', async () => {
  const { message, kind } = await failure('report');
  expect(message).toContain('ended by 3 instead of 0');
  expect(message).toContain('stderr: err');
  expect(kind).toBe('wrong');
});

test('standard input, at once and in answer to a report', async () => {
  const answer = ({ ask }: { ask?: string }) => ask && `${ask}\n`;
  expect((await run('answer', { answer })).report).toEqual({ line: 'a line' });
  const { report } = await run('answer', { input: 'other\n' });
  expect(report).toEqual({ line: 'other' });
});

test.each(['deadlineMs', 'silenceMs'])(
  'after %s, stacks of all threads and descendants',
  async (limit) => {
    const start = performance.now();
    const { message, kind } = await failure('hang', { [limit]: 1000 });
    expect(performance.now() - start).toBeGreaterThan(1000);
    expect(kind).toBe('hang');
    expect(message).toContain('harness.mjs hang');
    expect(message).toContain('sleep 1000');
    expect(message).toMatch(/uv_run|do_epoll_wait/);
  },
);

test.each(['survivor', 'orphan'])('a %s is found and ended', async (who) => {
  const { message } = await failure(who);
  expect(message).toContain('survives: process');
  expect(message).toContain('sleep 1000');
});

test('a crash shows where it happened', async () => {
  const { message } = await failure('crash', { status: 'SIGSEGV' });
  expect(message).toContain('a process crashed');
  await run('crash', { status: 'SIGSEGV', cores: true });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a script, and all that it has started',
  async (signal) => {
    const module = path.join(import.meta.dirname, 'run-fixture.mjs');
    const program = `
      const { runFixture } = await import(process.argv[1]);
      await runFixture('harness.mjs', {
        args: ['hang'],
        answer: () => { console.log('started'); },
      });`;
    const script = spawn(process.execPath, [
      ...['--input-type=module', '-e', program, module],
    ]);
    const ended = once(script, 'exit');
    await once(script.stdout, 'data');
    const marker = `POSIX_PROC_FIXTURE=${script.pid}-`;
    expect(family(-1, marker)).not.toEqual([]);
    script.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await expect
      .poll(() => family(-1, marker), { timeout: 20_000 })
      .toEqual([]);
  },
);

test('nothing of all this is left', () => {
  expect(family(-1, `POSIX_PROC_FIXTURE=${process.pid}-`)).toEqual([]);
});
