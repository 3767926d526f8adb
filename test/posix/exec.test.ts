import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const start = (name: string, args: unknown[] = [], options = {}) =>
  runFixture('posix/exec.mjs', {
    args: [name, ...args.map(String)],
    ...options,
  });
const run = async (name: string, args: unknown[] = [], options = {}) =>
  (await start(name, args, options)).report;

const withPath = [
  ...['execve', 'execv', 'execvp', 'execvpe'],
  ...['execl', 'execlp', 'execle', 'execveat'],
];

test('the process stays: pid, parent, group, session, folder, umask', async () => {
  const { report, stdout } = await start('pid');
  const [before, after, rest] = report;
  expect(after).toBe(before);
  expect(rest).toBe('0031 /');
  expect(stdout).toBe(''); // no 'exit' listener ran
});

test('Node executes Node', async () => {
  expect(await run('node')).toEqual([
    [process.execPath, 'a', 'b'],
    'another',
    'é',
  ]);
});

test('Workers end', async () => {
  expect(await run('workers')).toBe(1);
});

test('argv and environment byte by byte', async () => {
  const env = ['PLAIN=a=b', 'EMPTY=', 'ODD=\xff\xfe \xc3'];
  expect(await run('bytes')).toEqual({
    argv: Array(9).fill(true),
    env: Array(5).fill(env),
    list: ['B=2', 'A=1', '\xff\xfe \xc3', 'B=3'],
    empty: [],
    own: Array(4).fill(true),
  });
});

test('paths as bytes and URLs, and any name for itself', async () => {
  expect(await run('paths')).toEqual(['./prog\xff\n', 'url\n', '-other\n']);
});

test('execvp() and execvpe() search PATH, and give scripts to sh', async () => {
  expect(await run('search')).toEqual([
    ...['found /x', 'found /x', 'EACCES', 'ENOENT'],
    ...['plain arg', 'ENOEXEC', 'found /x'],
  ]);
});

test('an empty element of PATH is the current folder; PATH has a default', async () => {
  expect(await run('defaultSearch')).toEqual([
    ...['here', 'here', 'here', 'here'],
    ...['ENOENT', 'ENOENT', 'found'],
  ]);
});

test('fexecve() and execveat()', async () => {
  expect(await run('at')).toEqual({
    program: ['found', 'found', 'found'],
    absolute: 'found',
    here: 'script found',
    link: 'ELOOP',
    closeOnExec: ['ENOENT', 'ENOENT'],
    copied: ['script found', 'script found'],
    errors: [
      ...['EBADF', 'EACCES', 'EBADF', 'ENOTDIR'],
      ...['ENOENT', 'ENOENT', 'EINVAL'],
    ],
    messages: [
      'EBADF: bad file descriptor, fexecve',
      "ENOENT: no such file or directory, execveat 'none'",
    ],
  });
});

test('0, 1, 2 and what lacks close-on-exec are handed on', async () => {
  expect(await run('descriptors')).toEqual([
    ['0', '1', '2', '3', '77'],
    ['0', '1', '2'], // 0 is what ls reads the folder by
  ]);
});

test('no signal is ignored or blocked on account of Node', async () => {
  const none = '0'.repeat(16);
  expect(await run('signals')).toEqual({ SigBlk: none, SigIgn: none });
  expect(await run('sigpipe')).toBe('SIGPIPE');
});

test('pending output is written first', async () => {
  expect(await run('pending')).toEqual({ status: 0, complete: true });
});

test('a program does not find 0, 1 and 2 non-blocking', async () => {
  expect(await run('nonblocking')).toEqual([true, 0]);
  expect(await run('sharers')).toBe(3 << 8);
});

test('raw mode of a terminal ends, and comes back after a failure', async (ctx) => {
  try {
    execFileSync('script', ['--version']);
  } catch (error) {
    ctx.skip(`no terminal without script: ${(error as Error).message}`);
  }
  const terminal = 'exec script -qec "$0 $1 $2" /dev/null';
  const options = {
    nodeBin: '/bin/sh',
    execArgv: ['-c', terminal, process.execPath],
  };
  expect(await run('terminal', [], options)).toEqual({
    raw: '-icanon',
    after: '-icanon',
    program: 'icanon',
  });
});

test('after a failure all is as before', async () => {
  expect(await run('unharmed')).toEqual({
    nonblocking: true,
    same: true,
    codes: withPath.map(() => 'ENOENT'),
  });
  expect((await start('failing')).stdout).toBe('after a failure\n');
});

test('each errno of execve, here and in a forked child', async () => {
  const results = await run('errors', [100, 20], { deadlineMs: 60_000 });
  expect(results).toHaveLength(11);
  for (const [code, seen] of results) expect(seen).toEqual([code]);
});

test('EACCES for another user', async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('denied')).toBe(3);
});

test('errors carry code, errno, syscall and path', async () => {
  const failure = (syscall: string) => ({
    kind: 'Error',
    message: `ENOENT: no such file or directory, ${syscall} '/none'`,
    code: 'ENOENT',
    errno: -2,
    syscall,
    path: '/none',
  });
  expect(await run('messages')).toEqual(
    Object.fromEntries(withPath.map((name) => [name, failure(name)])),
  );
});

test('refused in a Worker', async () => {
  expect(await run('worker')).toEqual(
    [...withPath, 'fexecve'].map((name) => ({
      code: 'ERR_WORKER_UNSUPPORTED_OPERATION',
      message: `${name} belongs to the main thread and is not supported in workers`,
    })),
  );
});
