import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const start = (name: string, args: unknown[] = [], options = {}) =>
  runFixture('posix/posix-spawn.mjs', {
    args: [name, ...args.map(String)],
    ...options,
  });
const run = async (name: string, args: unknown[] = [], options = {}) =>
  (await start(name, args, options)).report;

test('argv, environment and path byte by byte', async () => {
  expect(await run('bytes')).toEqual({
    argv: true,
    env: ['PLAIN=a=b', 'EMPTY=', 'ODD=\xff\xfe \xc3'],
    list: ['B=2', 'A=1', '\xff\xfe \xc3', 'B=3'],
    empty: [],
    own: true,
    path: './prog\xff\n',
  });
  expect(await run('argv0')).toBe('other\n');
  expect(await run('url')).toBe('x\n');
});

test('file actions, one after the other', async () => {
  expect(await run('fileActions')).toEqual({
    copied: { output: 'from the file', status: 0 },
    log: 'out\nerr\nmore\n',
    none: ['0', '1', '2', '3'], // 3 is of ls itself
    same: true,
    stdin: { output: 'piped', status: 0 },
  });
});

test('folders: cwd, chdir and fchdir', async () => {
  expect(await run('folders')).toEqual({
    cwd: ['one', '', 'one/two', 'one/two'],
    chdir: 'one/two/three',
    made: '',
    here: true,
  });
});

test('closefrom, in order with the others', async () => {
  expect(await run('closefrom')).toEqual([
    ['0', '1', '2', '3'], // 3 is what ls reads the folder with
    ['0', '1', '2', '3', '5'],
    ['0', '1', '2', '3'],
  ]);
});

test("tcsetpgrp makes the child's group the foreground", async (ctx) => {
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
  expect(await run('foreground', [], options)).toEqual([1, 0, 1, 0, 0]);
});

test('resetids', async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('ids')).toEqual(['65534', '0']);
});

test('scheduler', async () => {
  const { realtime, ...rest } = await run('scheduler');
  expect(rest).toEqual({
    other: ['0', '0'],
    errors: ['EINVAL', 'EINVAL', 'EINVAL'],
  });
  expect(['EPERM', '2,5']).toContain(`${realtime}`); // root may lack it, too
});

test('EPERM for the scheduler of another user', async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  expect(await run('unprivileged')).toBe(3);
});

test('what libc lacks is refused by name', async () => {
  const refused = (kind: string, version: string) => [
    'ERR_SPAWN_UNSUPPORTED',
    `the file action '${kind}' needs glibc ${version}, and this one is older`,
  ];
  expect(await run('older')).toEqual([
    refused('chdir', '2.29'),
    refused('chdir', '2.29'),
    refused('fchdir', '2.29'),
    refused('closefrom', '2.34'),
    refused('tcsetpgrp', '2.35'),
    0,
  ]);
});

test('0, 1 and 2 are handed on, unless they are closed', async () => {
  const { marks, ...rest } = await run('stdio');
  expect(rest).toEqual({
    handed: { output: 'in,out\nerr', status: 0 },
    marked: 0,
    closed: [
      ['0', '1', '2'], // 0 is what ls reads the folder with
      ['0', '1', '2'],
    ],
    inherited: ['0', '1', '2'],
  });
  expect(marks).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
});

test('what lacks close-on-exec is handed on, and nothing else', async () => {
  expect(await run('others')).toEqual(['0', '1', '2', '3', '77']);
});

test('a program does not find 0, 1 and 2 non-blocking', async () => {
  expect(await run('nonblocking')).toEqual([true, 0]);
  expect((await start('socket')).stdout).toBe('one,two,three');
});

test('process groups and sessions', async () => {
  expect(await run('attributes')).toEqual({
    none: true,
    group: true,
    joined: true,
    session: true,
    moved: 'EACCES',
    stranger: 'EPERM',
  });
});

test("signals: none blocked or ignored but the caller's", async () => {
  const none = '0'.repeat(16);
  const mask = (...signals: number[]) =>
    signals
      .reduce((sum, signal) => sum | (1n << BigInt(signal - 1)), 0n)
      .toString(16)
      .padStart(16, '0');
  const seen = { SigBlk: none, SigIgn: none };
  expect(await run('signals')).toEqual({
    default: seen,
    mask: { ...seen, SigBlk: mask(15, 10, 64) },
    ignored: { ...seen, SigIgn: mask(13, 25) },
    some: { ...seen, SigIgn: mask(25) },
  });
  expect(await run('sigpipe')).toBe('SIGPIPE');
});

test('each errno of execve is thrown here, and no child is left', async () => {
  const results = await run('errors', [100], { deadlineMs: 60_000 });
  expect(results).toHaveLength(11);
  for (const [code, seen] of results) expect(seen).toEqual([code]);
});

test('errors carry code, errno, syscall and path', async () => {
  const failure = (syscall: string, path: string) => ({
    kind: 'Error',
    message: `ENOENT: no such file or directory, ${syscall} '${path}'`,
    code: 'ENOENT',
    errno: -2,
    syscall,
    path,
  });
  expect(await run('failures')).toEqual({
    none: failure('posix_spawn', '/none'),
    notFound: failure('posix_spawnp', 'no-such-program'),
    open: failure('posix_spawn', '/bin/true'),
    dup2: 'EBADF',
    outOfReach: 'EBADF',
    chdir: failure('posix_spawn', '/bin/true'),
    fchdir: ['EBADF', 'ENOTDIR'],
    tcsetpgrp: ['EBADF', 'ENOTTY'],
    cwd: 'ENOTDIR',
    close: 0, // as in C
  });
});

test("posix_spawnp() searches the caller's PATH", async () => {
  expect(await run('search')).toEqual([
    ...['found /x', 'found /x', 'EACCES', 'ENOENT', 'ENOEXEC', 'found /x'],
  ]);
});

test('EMFILE leaves nothing half open', async () => {
  const limit = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath];
  const options = { nodeBin: 'sh', execArgv: limit };
  expect(await run('emfile', [], options)).toEqual([0, 'EMFILE']);
});

test('in a Worker, with its environment', async () => {
  expect(await run('worker')).toEqual([
    ...['worker\n', 0, 'ERR_WORKER_UNSUPPORTED_OPERATION'],
  ]);
});

test('in a forked child, and around a fork', async () => {
  expect(await run('fork')).toEqual([0, 40, 0]);
});

test('1000 children at once', async () => {
  expect(await run('many', [1000])).toEqual([1000, [0], 'ECHILD']);
});

test('options and actions that are not known are refused by name', async () => {
  const messages = [
    "The property 'options.setpgrp' is not known. Received 0",
    "The property 'options.scheduler.nice' is not known. Received 1",
    ...["'dup3'", "'dup'", 'undefined'].map(
      (kind) =>
        "The property 'options.fileActions[0][0]' must be one of: " +
        "'open', 'close', 'dup2', 'chdir', 'fchdir', 'closefrom', 'tcsetpgrp'. " +
        `Received ${kind}`,
    ),
  ];
  expect(await run('unknown')).toEqual(
    messages.map((message) => ({
      kind: 'TypeError',
      message,
      code: 'ERR_INVALID_ARG_VALUE',
    })),
  );
});
