import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { filtered } from '../support/seccomp.mjs';

const run = async (name: string, options = {}) =>
  (await runFixture('posix/fd.mjs', { args: [name], ...options })).report;

const messages = {
  EBADF: ['bad file descriptor', -9],
  EAGAIN: ['resource temporarily unavailable', -11],
  EISDIR: ['is a directory', -21],
  EINVAL: ['invalid argument', -22],
  EMFILE: ['too many open files', -24],
  EPIPE: ['broken pipe', -32],
} as const;

const failure = (code: keyof typeof messages, syscall: string) => ({
  kind: 'Error',
  message: `${code}: ${messages[code][0]}, ${syscall}`,
  code,
  errno: messages[code][1],
  syscall,
});

test('errors carry code, errno and syscall', async () => {
  expect(await run('errors')).toEqual({
    'close a closed one': failure('EBADF', 'close'),
    'read from a closed one': failure('EBADF', 'read'),
    'write to a closed one': failure('EBADF', 'write'),
    'share a closed one': failure('EBADF', 'fstat'),
    'read a write end': failure('EBADF', 'read'),
    'write a read end': failure('EBADF', 'write'),
    'nothing to read': failure('EAGAIN', 'read'),
    'no room': failure('EAGAIN', 'write'),
    'read a folder': failure('EISDIR', 'read'),
    'nobody reads': failure('EPIPE', 'write'),
    'flags of pipe2': failure('EINVAL', 'pipe2'),
    'flags of eventfd': failure('EINVAL', 'eventfd'),
    'dup a closed one': failure('EBADF', 'dup'),
    'dup2 a closed one': failure('EBADF', 'dup2'),
    'dup2 to too high a number': failure('EBADF', 'dup2'),
    'dup3 onto itself': failure('EINVAL', 'dup3'),
    'flags of dup3': failure('EINVAL', 'dup3'),
    'eventfd at 0': failure('EAGAIN', 'read'),
  });
});

test('every descriptor is close-on-exec, and has the flags asked for', async () => {
  expect(await run('flags')).toEqual({
    cloexec: true,
    direct: true,
    nonblocking: [true, true],
    blocking: [false, false],
    event: 'anon_inode:[eventfd]',
  });
  expect(await run('inherited')).toEqual([]);
});

test('bytes, text, views and counts', async () => {
  expect(await run('bytes')).toEqual([
    ...[9, 'é€😀'],
    ...[2, [1, 254]],
    ...[6, 'ab', 3, '...cde....'],
    ...[2, 3, 0], // the f that was left, and two zeros
    ...[0, 1, 0, true],
  ]);
  expect(await run('file')).toEqual(['one', 'one+two']);
});

test('a write that does not fit tells how much it took', async () => {
  const [taken, got] = await run('partial');
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(1_000_000);
  expect(got).toBe(taken);
});

test('a reader sees all bytes and then the end', async () => {
  expect(await run('end')).toEqual({ total: 500_000, status: 0 });
});

test('read and write go on after a signal', async () => {
  expect(await run('interrupted')).toEqual({
    text: 'done',
    written: 300_000,
    status: 0,
  });
});

test('a buffer that a handler has detached is refused', async () => {
  const refused = 'ERR_INVALID_ARG_VALUE';
  expect(await run('detached')).toEqual(Array(3).fill(refused));
});

test('eventfd counts, in this process and across fork', async () => {
  expect(await run('eventfd')).toEqual([
    `${2 ** 32 + 4}`,
    ...['1', '1', 'EAGAIN', 'EINVAL'],
  ]);
  expect(await run('eventfdAcrossFork')).toEqual([7, 0]);
});

test('EMFILE leaves nothing half open', async () => {
  const limit = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath];
  const result = await run('emfile', { nodeBin: 'sh', execArgv: limit });
  expect(result.error).toEqual(failure('EMFILE', 'pipe2'));
  // One may be left where two were needed.
  expect(['EMFILE', 'opened']).toContain(result.event);
});

test('open() takes text, bytes and URLs, and makes files less the umask', async () => {
  const { exists, none, nul, ...results } = await run('open');
  expect(results).toEqual({
    cloexec: true,
    mode: '640',
    given: '4750',
    bytes: 0,
    url: 'text',
    folder: 'EISDIR',
    through: 'ENOTDIR',
    long: 'ENAMETOOLONG',
    loop: 'ELOOP',
    scheme: 'ERR_INVALID_URL_SCHEME',
    nulBytes: 'ERR_INVALID_ARG_VALUE',
  });
  const failed = { kind: 'Error', syscall: 'open' };
  expect([exists, none]).toEqual([
    {
      ...failed,
      message: "EEXIST: file exists, open 'new'",
      code: 'EEXIST',
      errno: -17,
      path: 'new',
    },
    {
      ...failed,
      message: "ENOENT: no such file or directory, open 'none'",
      code: 'ENOENT',
      errno: -2,
      path: 'none',
    },
  ]);
  expect(nul).toEqual({
    kind: 'TypeError',
    message:
      "The argument 'path' must be without null bytes. Received 'a\\x00b'",
    code: 'ERR_INVALID_ARG_VALUE',
  });
});

test('copies of a descriptor are handed on to programs, as in C', async () => {
  expect(await run('copies')).toEqual({
    ...{ same: true, high: 99, kept: 98, lost: 97 },
    cloexec: [true, false, false, true, false],
    text: 'xxxx',
    end: 0,
  });
  expect(await run('copiesOfShared')).toEqual({
    listed: [false, true, true],
    value: 7,
    status: 0,
    left: 0,
  });
});

test('lseek() moves about, with bigint offsets', async () => {
  expect(await run('lseek')).toEqual({
    results: [
      ...['5', '3', '1', '0', '5', 'ENXIO', 'EINVAL', 'EINVAL'],
      // Most file systems end before.
      expect.stringMatching(/^EINVAL$|^4611686018427387904$/),
      'EBADF',
    ],
    pipes: {
      kind: 'Error',
      message: 'ESPIPE: illegal seek, lseek',
      code: 'ESPIPE',
      errno: -29,
      syscall: 'lseek',
    },
  });
});

test('mkfifo() makes a FIFO less the umask', async () => {
  expect(await run('mkfifo')).toEqual({
    ...{ isFifo: true, mode: '640', bytes: '600', none: 'ENOENT' },
    again: {
      kind: 'Error',
      message: "EEXIST: file exists, mkfifo 'fifo'",
      code: 'EEXIST',
      errno: -17,
      syscall: 'mkfifo',
      path: 'fifo',
    },
  });
});

// Call 436 is close_range(2); the kernel may lack it (38 is ENOSYS), or its
// CLOSE_RANGE_CLOEXEC (22 is EINVAL).
test.each([
  ['by the kernel', {}],
  ['without close_range(2)', filtered('436:38')],
])('a range of descriptors, %s', async (_, options) => {
  const { order, flags, ...results } = await run('closeRange', options);
  expect(results).toEqual({
    marked: true,
    shared: [true, false],
    results: [
      [100, 200],
      [100, 200],
      [100, 200],
    ],
    left: [],
  });
  expect([order.code, order.syscall]).toEqual(['EINVAL', 'close_range']);
  expect(flags).toBe('nodeBin' in options ? 'ENOSYS' : 'EINVAL');
  expect(await run('closefrom', options)).toEqual([['50'], 0]);
});

test('an Fd closes its descriptor, once', async () => {
  expect(await run('owner')).toEqual([
    ...[true, 'x', true, -1, 'ERR_OUT_OF_RANGE', 'EBADF'],
    ['EBADF', 'ok'],
  ]);
});

test("the O_ constants are Node's", async () => {
  const constants: [string, number, number][] = await run('constants');
  expect(constants.length).toBeGreaterThan(10);
  for (const [name, ours, node] of constants)
    expect([name, ours]).toEqual([name, node]);
});
