import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const start = (name: string, args: unknown[] = [], options = {}) =>
  runFixture('posix/spawn.mjs', {
    args: [name, ...args.map(String)],
    ...options,
  });
const run = async (name: string, args: unknown[] = [], options = {}) =>
  (await start(name, args, options)).report;

const isRoot = process.getuid?.() === 0;

test('arguments, argv[0] and path byte by byte', async () => {
  const { args, ...rest } = await run('bytes');
  expect(args[0]).toEqual(args[1]);
  expect(rest).toEqual({
    path: './prog\xff',
    url: 'x',
    name: '/bin/sh',
    argv0: 'other',
  });
});

test("the environment is the caller's with the changes", async () => {
  const { before, own, ...rest } = await run('env');
  expect(before).toEqual(own);
  expect(rest).toEqual({
    added: ['ADDED=', 'CHANGED=new=2', 'ODD=\xff'],
    removed: ['CHANGED=old', 'GONE=x'],
    here: 'x',
  });
  const odd = ['-c', 'export RAW=$(printf "\\377"); exec "$@"', 'sh'];
  const options = { nodeBin: '/bin/sh', execArgv: [...odd, process.execPath] };
  expect(await run('raw', [], options)).toEqual(['\ufffd', 'RAW=\xff']);
});

test("it searches the program's PATH, from its folder", async () => {
  const failed = (code: string, path: string) => [code, 'execve', path];
  expect(await run('search')).toEqual([
    ...['found', 'found', failed('EACCES', 'mine'), failed('ENOENT', 'mine')],
    ...[failed('ENOEXEC', 'plain'), 'found', 'found', 'found', 'found'],
    ...['found', '', failed('ENOENT', 'mine'), failed('ENOENT', '')],
  ]);
});

test('pipes are streams of Node', async () => {
  expect(await run('pipes')).toEqual({
    stdout: true,
    stderr: 'err\n',
    code: 0,
    kinds: ['Socket', 'Socket', 'Socket'],
    same: [true, true, true],
  });
  expect(await run('reopened')).toBe('x\ny');
  expect(await run('duplex')).toEqual(['got a line\n', 0, null, null]);
});

test('output can be read when the child has been waited for', async () => {
  expect(await run('late')).toEqual({ code: 0, open: 0, output: 'late\n' });
  expect(await run('closedStdin')).toEqual([0, true]);
  expect(await run('dispose')).toEqual(['SIGKILL', [true, true, true]]);
});

test('files, streams and descriptors', async () => {
  expect(await run('stdio')).toEqual({
    file: 'out\nerr\nout\n',
    mode: '640',
    each: 'out\nerr\n',
    ignore: 0,
    streams: ['hello\n', 'hello\n', 'hello\nhello\n'],
    stdout: 0,
    stdin: 'from the file',
  });
  expect(await run('socket')).toEqual(['from echo\n', 0]);
});

test('a stream without a descriptor is refused', async () => {
  const refused = (name: string, kind: string) => [
    'ERR_INVALID_ARG_TYPE',
    `The "options.${name}" property must be a stream with an open descriptor. Received an instance of ${kind}`,
  ];
  expect(await run('noDescriptor')).toEqual([
    refused('stdio', 'WriteStream'),
    refused('stdio[0]', 'WriteStream'),
    refused('stdio[0]', 'Fd'),
  ]);
});

test('each descriptor is the one that it was to be', async () => {
  expect(await run('map')).toEqual({
    straight: 'ab',
    swap: 'ba',
    cycle: 'bcda',
    chain: 'abc',
    copies: 'bbb',
    stdio: 'cad',
    far: 'ab',
  });
  expect(await run('crossed')).toEqual(['crossed', 0]);
});

test('what lacks close-on-exec is handed on, and nothing else', async () => {
  const [none, one, ignored] = await run('others');
  expect(none).toEqual(['0', '1', '2', '3', '77']); // 3 is of ls itself
  expect(one).toEqual(['0', '1', '2', '3', '4', '77']);
  expect(ignored).toEqual(['0', '1', '2', '3', '4']);
});

test('0, 1 and 2 may be closed, and nothing else that is asked for', async () => {
  expect(await run('closed')).toEqual({
    inherited: ['0', '1', '2'], // 0 is what ls reads the folder with
    fd: ['EBADF', 'dup2'],
    fourth: ['EBADF', 'dup2'],
  });
});

test('a program does not find 0, 1 and 2 non-blocking', async () => {
  expect(await run('nonblocking')).toEqual([true, 0]);
});

test('user, group and supplementary groups', async (ctx) => {
  if (!isRoot) ctx.skip('only root can become another user');
  expect(await run('ids')).toEqual({
    none: '0:0:0 4 5',
    uid: '65534:0:0',
    both: '65534:65533:65533',
    all: '65534:65533:65533 7 9',
    groups: '0:0:0 7',
    real: 'Uid:\t65534\t65534\t65534\t65534',
    most: '4294967294',
    folder: ['EACCES', 'chdir', expect.stringMatching(/mine$/)],
    here: [0, [4, 5, 0]],
  });
  expect(await run('unprivileged')).toEqual([
    ...[0, 0, ['EPERM', 'setuid'], ['EPERM', 'setgid']],
    ...[
      ['EPERM', 'setgroups'],
      ['EPERM', 'prlimit'],
    ],
    ['EACCES', 'chdir', '/root'],
  ]);
});

test('a change of ids leaves nothing in this process', async (ctx) => {
  if (!isRoot) ctx.skip('only root can keep a capability');
  const caps = '+setuid,+dac_read_search';
  const setpriv = ['--reuid=65534', `--inh-caps=${caps}`];
  setpriv.push(`--ambient-caps=${caps}`);
  const { status, error } = spawnSync('setpriv', [...setpriv, 'true']);
  if (status !== 0) ctx.skip(`setpriv cannot do it: ${error ?? status}`);
  const options = {
    nodeBin: 'setpriv',
    execArgv: [...setpriv, process.execPath],
  };
  expect(await run('dumpable', [], options)).toEqual([
    ...[65534, '65533', ['ENOENT', 'execve', '/none'], 65534],
  ]);
});

test('umask and resource limits', async () => {
  expect(await run('umask')).toEqual(['0027', '22']);
  expect(await run('rlimits')).toEqual([
    '50\n60\n0',
    '10\nLinux',
    ['EINVAL', 'prlimit'],
  ]);
});

test('process groups and sessions', async () => {
  expect(await run('groups')).toEqual({
    none: true,
    group: true,
    session: true,
    stranger: ['EPERM', 'setpgid'],
    both: ['EPERM', 'setpgid'],
  });
});

test('a controlling terminal', async (ctx) => {
  const open = `import os, sys
m, s = os.openpty()
os.dup2(s, 7)
os.dup2(m, 8)
os.execvp(sys.argv[1], sys.argv[1:])`;
  const { error } = spawnSync('python3', ['--version']);
  if (error) ctx.skip(`no terminal without python3: ${error.message}`);
  const options = {
    nodeBin: 'python3',
    execArgv: ['-c', open, process.execPath],
  };
  expect(await run('ctty', [], options)).toEqual([
    'fine',
    ['EPERM', 'ioctl'],
    ['ENOTTY', 'ioctl'],
    ['EBADF', 'ioctl'],
    ...['x', '0'],
  ]);
});

test('a child ends with its parent', async (ctx) => {
  const pdeathsig = 'SIGKILL';
  const ended = (options: object) =>
    run('pdeathsig', [JSON.stringify(options)]);
  expect(await ended({ pdeathsig })).toEqual([3, true]);
  if (!isRoot) ctx.skip('only root can become another user');
  expect(await ended({ pdeathsig, uid: 65534 })).toEqual([3, true]);
});

test('pdeathsig comes at the end of a thread, whatever its process does', async () => {
  expect(await run('pdeathsigOfThread')).toEqual([
    ...[null, 'signaled', 'SIGTERM'],
  ]);
});

test('addresses that are not random, where it is allowed', async () => {
  const report = await run('personality');
  if (report !== 'EPERM') expect(report).toEqual(['00040000\n', 0]);
});

test('a control group', async (ctx) => {
  const found = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].find((folder) => {
    try {
      accessSync(`${folder}/cgroup.procs`, constants.W_OK);
      mkdirSync(`${folder}/posix-proc-try`);
      rmdirSync(`${folder}/posix-proc-try`);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) ctx.skip('no control group can be made here');
  expect(await run('cgroup', [found])).toEqual([true, false]);
});

test("signals: none blocked or ignored but the caller's", async () => {
  const none = { SigBlk: '0'.repeat(16), SigIgn: '0'.repeat(16) };
  expect(await run('signals')).toEqual({
    default: none,
    caught: none,
    ignored: { ...none, SigIgn: '0000000000000200' },
    asked: { ...none, SigIgn: '0000000000001000' },
    blocked: { ...none, SigBlk: '0000000000004000' },
  });
});

test('each errno of execve is thrown here, and no child is left', async () => {
  const results = await run('errors', [100], { deadlineMs: 60_000 });
  expect(results).toHaveLength(11);
  for (const [expected, seen] of results) expect(seen).toEqual([expected]);
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
    none: failure('execve', '/none'),
    cwd: failure('chdir', '/none'),
    notFound: failure('execve', 'no-such-program'),
    file: ['ENOENT', 'open', '/none/x'],
    cgroup: ['ENOENT', 'open', '/none/cgroup.procs'],
  });
});

test('EMFILE leaves nothing half open', async () => {
  const limit = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath];
  const options = { nodeBin: 'sh', execArgv: limit };
  expect(await run('emfile', [], options)).toEqual([
    [0, 'EMFILE'],
    ['EINVAL', 'fcntl'],
  ]);
});

test('in a Worker, with its environment', async () => {
  expect(await run('worker')).toEqual(['worker\n', 0]);
});

test('a fork leaves its pipes to the parent', async () => {
  expect(await run('fork')).toEqual([13, 'to the parent\n', 40]);
});

test('300 children at once', async () => {
  expect(await run('many', [300])).toBe(true);
});

test('options that throw or change leave nothing behind', async () => {
  const names = ['stdio', 'env', 'cwd', 'cgroup', 'pdeathsig', 'rlimits']
    .concat(['2', 'path', 'fd', 'NAME', '1', 'hard'])
    .map((name) => `got ${name}`);
  expect(await run('hostile')).toEqual([names, 0, 3]);
  const tooLong = await run('tooLong');
  expect(tooLong).toEqual({
    kind: 'RangeError',
    message: `The value of "options.stdio.length" is out of range. It must be >= 0 && <= ${2 ** 20}. Received ${2 ** 32 - 1}`,
    code: 'ERR_OUT_OF_RANGE',
  });
});

test('a pipe is closed when its stream is, also where 0 is free', async () => {
  expect(await run('lowest')).toBe('SIGPIPE');
});

test('what is not known is refused by name', async () => {
  const messages = [
    "The property 'options.detached' is not known. Received true",
    "The property 'options.rlimits.FILES' must be the name of a resource. Received 'FILES'",
    "The property 'options.stdio[0].fsync' is not known. Received true",
    "The property 'options.stdio' must be one of: 'inherit', 'pipe', 'ignore'. Received 'overlapped'",
  ];
  expect(await run('unknown')).toEqual(
    messages.map((message) => ({
      kind: 'TypeError',
      message,
      code: 'ERR_INVALID_ARG_VALUE',
    })),
  );
});
