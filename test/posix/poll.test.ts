import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { filtered } from '../support/seccomp.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/poll.mjs', { args })).report;

describe.each(['poll', 'ppoll'])('%s', (name) => {
  test('tells what is ready, of all entries in their order', async () => {
    expect(await run('ready', name)).toEqual([
      ['', 'POLLOUT', 'POLLNVAL', ''],
      ['POLLIN', 'POLLOUT', 'POLLNVAL', ''],
      ['POLLNVAL', 'POLLOUT,POLLERR', 'POLLNVAL', ''],
      true,
    ]);
  });

  test('waits as long as it is told', async () => {
    expect(await run('timeouts', name)).toEqual([[true, true, true], [], true]);
  });

  test('ends with EINTR, with SA_RESTART too', async () => {
    expect(await run('interrupted', name)).toEqual([
      ['EINTR', name, 1, true],
      ['EINTR', name, 1, true],
    ]);
  });
});

test('a listener of process.on() ends it as well', async () => {
  expect(await run('listener')).toBe('EINTR');
});

test('a signal that came before the call ends it', async () => {
  expect(await run('before')).toEqual([0, 'EINTR', 1]);
});

test('a handler that throws ends it with its error', async () => {
  expect(await run('throws')).toBe('boom');
});

test('ppoll() waits under its mask, and only it', async () => {
  expect(await run('mask')).toEqual(['EINTR', true, [12, 34], []]);
});

test('readAsync() resolves with what there is', async () => {
  expect(await run('reading')).toEqual([
    ...['hel', 'lo', 2],
    ...[0, 0, 'text', 0],
  ]);
});

test('writeAsync() writes all, without O_NONBLOCK', async () => {
  expect(await run('writing')).toEqual([0, true]);
});

// Calls 327 and 328 are preadv2(2) and pwritev2(2); pipes of older kernels do
// not know RWF_NOWAIT (95 is EOPNOTSUPP).
test.each(['reading', 'writing'])('%s on an older kernel', async (name) => {
  const { report } = await runFixture('posix/poll.mjs', {
    args: [name],
    ...filtered('327:95', '328:95'),
  });
  expect(report).toEqual(await run(name));
});

test('other processes may read from the same pipe', async () => {
  expect(await run('shared')).toBe(true);
});

test('both directions of a socket at a time', async () => {
  expect(await run('socket')).toEqual(['hello', 8_000_000]);
});

test('a thousand reads of one socket at once', async () => {
  expect(await run('thousand')).toEqual([true, 0]);
});

test('more waits than the kernel allows are an error', async () => {
  expect(await run('copies')).toEqual([true, 'EINVAL poll']);
});

test('a number that somebody has closed and that is open again', async () => {
  expect(await run('reused')).toEqual([true, 'EBADF', 'x']);
});

test.each(['pipe', 'socketpair'])(
  'a reader of a %s that is slow holds up nobody',
  async (way) => {
    expect(await run('slowReader', way)).toEqual([0, true]);
  },
);

test('what rejects', async () => {
  expect(await run('refused')).toEqual([
    ['EBADF', 'read'],
    ['EBADF', 'write'],
    ['EBADF', 'read'],
    ...Array(3).fill([20, '']), // AbortError
    ...Array(4).fill(['EBADF', 'read']),
    ['EPIPE', 'write'],
  ]);
});

test("a forked child hears nothing of its parent's reads", async () => {
  expect(await run('acrossFork')).toEqual([110, 1]);
});

test('a terminal that is read slowly gets all', async () => {
  const { report, stdout } = await runFixture('posix/poll.mjs', {
    args: ['terminal'],
    nodeBin: 'python3',
    execArgv: [
      '-c',
      'import os, pty, sys, time; slow = lambda fd: (time.sleep(0.01), os.read(fd, 4096))[1]; sys.exit(os.WEXITSTATUS(pty.spawn(sys.argv[1:], slow)))',
      process.execPath,
    ],
  });
  expect(report).toBe(true);
  expect(stdout).toBe('a line\r\n'.repeat(20_000));
});

test('lines typed on a terminal', async () => {
  const { report } = await runFixture('posix/poll.mjs', {
    args: ['typing'],
    nodeBin: 'python3',
    execArgv: [
      '-c',
      `import os, pty, sys
def typist(fd):
    data = os.read(fd, 1024)
    if b'more' in data: os.write(fd, b'second\\n')
    return data
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
os.write(fd, b'first\\n')
try:
    while typist(fd): pass
except OSError: pass
sys.exit(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))`,
      process.execPath,
    ],
  });
  expect(report).toEqual(['first\n', 'second\n', true]);
});

test('in a Worker there is poll(), but no ppoll()', async () => {
  expect(await run('inWorker')).toEqual([
    0,
    'ERR_WORKER_UNSUPPORTED_OPERATION',
  ]);
});
