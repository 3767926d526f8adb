import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, args: string[] = [], options = {}) =>
  (await runFixture('posix/socket.mjs', { args: [name, ...args], ...options }))
    .report;

test('socketpair() connects two sockets, both close-on-exec', async () => {
  const messages = ['one', 'two', 'back', true, true];
  expect(await run('pair')).toEqual({
    SOCK_STREAM: ['onetwo', 'back', true, true],
    SOCK_SEQPACKET: messages,
    SOCK_DGRAM: messages,
  });
});

test('errors', async () => {
  expect(await run('errors')).toEqual([
    ['AF_INET', 'ENOTSUP', 'socketpair'],
    ['domain', 'EAFNOSUPPORT', 'socketpair'],
    ['type', 'ESOCKTNOSUPPORT', 'socketpair'],
    ['protocol', 'EPROTONOSUPPORT', 'socketpair'],
    ['nothing yet', 'EAGAIN', 'recvmsg'],
    ['closed', 'EBADF', 'recvmsg'],
    ['send to a closed one', 'EBADF', 'sendmsg'],
    ['no socket', 'ENOTSOCK', 'recvmsg'],
    ['send to no socket', 'ENOTSOCK', 'sendmsg'],
    ['not open', 'EBADF', 'sendmsg'],
    ['too many', 'EINVAL', 'sendmsg'],
    ['peer of a pipe', 'ENOTSOCK', 'getsockopt'],
    ['peer of a closed one', 'EBADF', 'getsockopt'],
    ['nothing sent', 'EAGAIN', 'recvmsg'],
  ]);
});

test('descriptors arrive close-on-exec, for the same open file', async () => {
  expect(await run('pass')).toEqual({
    sent: 3,
    data: [1, 2, 3],
    marked: true,
    text: ['cd', 'ef'],
    none: [5, []],
  });
  expect(await run('most')).toBe(253);
});

test('recvFdsAsync() waits on the event loop', async () => {
  expect(await run('waiting')).toEqual([
    ...['enough', 'one', 'EMSGSIZE', 'three', true, 'EBADF', 0, []],
  ]);
});

test('the bytes of two messages do not come together', async () => {
  const [one, first, two, second] = await run('apart');
  expect([one, first, second]).toEqual(['one', 1, 2]);
  expect(two).toMatch(/^two/);
});

test('the end of the file, and EPIPE without SIGPIPE', async () => {
  expect(await run('end')).toEqual([0, [], ['EPIPE', 'sendmsg'], 0]);
});

test('between a parent and its child, both ways', async () => {
  const text = ['hello to you', 'by the parent'];
  expect(await run('acrossFork')).toEqual([...text, 0]);
  expect(await run('shared')).toEqual([7, 0]);
});

test('all of them or none', async () => {
  expect(await run('tooMany')).toEqual({
    results: Array(3).fill(['EMSGSIZE', 'recvmsg']),
    same: true,
    next: ['y', 3],
  });
  expect(await run('emfile')).toEqual(['EMFILE', 'recvmsg']);
});

/** The fixture gets what Python calls a and b as descriptors 50 and 51. */
const inheriting = (sockets: string) => ({
  nodeBin: 'python3',
  execArgv: [
    '-c',
    `import os, sys, socket as s; ${sockets}; os.dup2(a.fileno(), 50); os.dup2(b.fileno(), 51); os.execv(sys.argv[1], sys.argv[1:])`,
    process.execPath,
  ],
});

test("the sender's credentials take no descriptor's place", async () => {
  const sockets = inheriting(
    'a, b = s.socketpair(s.AF_UNIX, s.SOCK_SEQPACKET); b.setsockopt(s.SOL_SOCKET, s.SO_PASSCRED, 1)',
  );
  expect(await run('withCredentials', [], sockets)).toEqual([
    ...['x', 2],
    ['EMSGSIZE', 'recvmsg'],
  ]);
});

test.each([
  ['receiving', 'late', 'recvmsg'],
  ['sending', 4, 'sendmsg'],
])('a signal interrupts %s, or lets it go on', async (what, got, syscall) => {
  expect(await run('interrupted', [what])).toEqual([
    ...[null, 'EINTR', syscall, true],
  ]);
  expect(await run('interrupted', [what, 'restart'])).toEqual([
    ...[got, null, null, true],
  ]);
});

test('who is at the other end', async () => {
  expect(await run('peers')).toEqual({
    mine: [true, true, true],
    child: 0,
    unix: true,
    tcp: [
      ['ENOTSUP', 'getsockopt'],
      ['ENOTSUP', 'sendmsg'],
    ],
  });
  const nobody = inheriting('a = b = s.socket(s.AF_UNIX)');
  expect(await run('unconnected', [], nobody)).toEqual([
    ...['ENOTCONN', 'getsockopt'],
  ]);
});

test('in a Worker as well', async () => {
  expect(await run('inWorker')).toBe(4);
});

test('arguments that change while they are looked at', async () => {
  expect(await run('hostile')).toEqual([
    ...['ERR_INVALID_ARG_VALUE', 'boom', 'ERR_INVALID_ARG_VALUE', 'EAGAIN'],
    ...[3, 3, 1],
  ]);
});
