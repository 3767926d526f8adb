import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const main = path.join(import.meta.dirname, '../../dist/cli/main.js');

const run = (args: string[], status = 0, env = {}) =>
  runFixture(main, { args: ['init', ...args], status, env });

test('the status is the program’s, and nothing is said', async () => {
  const { stdout, stderr } = await run(
    ['-s', 'sh', '-c', 'echo hi; exit 7'],
    7,
  );
  expect([stdout, stderr]).toEqual(['hi\n', '']);
});

test('options of the program are its own', async () => {
  const { stdout } = await run(['-s', '--', 'echo', '-g', '--version']);
  expect(stdout).toBe('-g --version\n');
});

test('a status that is expected is 0', async () => {
  await run(['-s', '-e', '3', '-e', '143', 'sh', '-c', 'kill $$']);
});

test('neither process 1 nor a subreaper: a warning', async () => {
  expect((await run(['true'])).stderr).toMatch(/^\[WARN .* neither process 1/);
  expect((await run(['true'], 0, { TINI_SUBREAPER: '' })).stderr).toBe('');
  expect((await run(['true'], 0, { TINI_VERBOSITY: '0' })).stderr).toBe('');
});

test('-vvw tells what happens', async () => {
  const orphan = '(sleep 0.1 &); sleep 0.5';
  const { stderr } = await run(['-svvw', 'sh', '-c', orphan]);
  expect(stderr).toMatch(/INFO .* started process \d+\n/);
  expect(stderr).toMatch(/WARN .* reaped process \d+\n/);
  expect(stderr).toMatch(/INFO .* ended with status 0\n$/);
});

test('nobody reads what it says', async () => {
  const args = [main, 'init', '-svvv', 'sh', '-c', 'read it; exit 5'];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stderr.destroy();
  child.stdin.end('it\n');
  expect(await once(child, 'exit')).toEqual([5, null]);
});

test('what cannot be run', async () => {
  const { stderr } = await run(['-s', 'no-such-program'], 127);
  expect(stderr).toContain('no-such-program: ENOENT');
  await run(['-s', '/etc/passwd'], 126);
});

test('wrong usage: the status is that of tini', async () => {
  await run([], 1);
  await run(['--nope', 'true'], 1);
  await run(['-e', '256', 'true'], 1);
  await run(['-p', 'SIGFOO', 'true'], 1);
});

test('license and version', async () => {
  expect((await run(['-l'])).stdout).toContain('MIT');
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
