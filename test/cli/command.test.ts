// What all listings have in common: usage, help, and readers that go away.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, args: string[]) =>
  (
    await runFixture('cli/command.mjs', {
      args: [name, ...args],
      deadlineMs: 55_000,
    })
  ).report;

test.each([
  [['ps', 'me'], "'me' is invalid"],
  [['ps', '1', '-2'], "'-2' is invalid"],
  [['ps', '1,,2'], "'1,,2' is invalid"],
  [['ps', '0'], "'0' is invalid"],
  [['ps', '4294967297'], "'4294967297' is invalid"],
  [['ps', '--nope'], "unknown option '--nope'"],
  [['tree', '1.5'], "'1.5' is invalid"],
  [['tree', '1', '2'], 'too many arguments'],
])('%j is wrong usage: 2, and nothing on stdout', async (args, message) => {
  const { status, stdout, stderr } = await run('usage', args);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});

test.each([['ps'], ['tree']])('%s --help', async (command) => {
  const { status, stdout, stderr } = await run('usage', [command, '--help']);
  expect(stdout).toContain(`Usage: posix-proc ${command} `);
  expect(stdout).toContain('Exit status: 0, 1 ');
  expect([status, stderr]).toEqual([0, '']);
});

test.each([
  [['ps']],
  [['ps', '--jobs']],
  [['ps', '--json']],
  [['tree']],
  [['tree', '--json']],
])('%j to a reader that goes away', async (args) => {
  const quiet = { stdout: '', stderr: '0\n' };
  expect(await run('brokenPipe', args)).toEqual(quiet);
  const { stdout, stderr } = await run('head', args);
  expect([stdout.split('\n').length, stderr]).toEqual([2, '0\n']);
});

test('a full disk is said in a line', async () => {
  const { stderr } = await run('full', ['ps']);
  expect(stderr).toBe('error: ENOSPC: no space left on device, write\n1\n');
});

test('init stays when its log has no room or no reader', async () => {
  const args = ['init', '-vv', 'sh', '-c', 'sleep 0.2; exit 5'];
  expect((await run('fullLog', args)).stdout).toBe('5\n');
});

test('processes that end meanwhile are left out', async () => {
  expect(await run('churn', [])).toEqual(Array(4).fill([0, '']));
});

test('what /proc hides is left out', async (ctx) => {
  for (const { status, stdout, stderr } of await run('hidden', [])) {
    if (status === 9 || /^unshare: /.test(stderr))
      return ctx.skip(`no /proc with hidepid here: ${stderr}`);
    const [title, ...lines] = stdout.trimEnd().split('\n');
    expect(title).toMatch(/^USER +PID /);
    const tree = lines.findIndex((line: string) => /^sh\(\d+\)─/.test(line));
    expect(tree).toBeGreaterThan(0);
    for (const line of lines.slice(0, tree))
      expect(line).toMatch(/^(nobody|65534) /);
    expect([status, stderr]).toEqual([0, '']);
  }
});
