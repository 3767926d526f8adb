import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/stream.mjs', { args })).report;

test('pipes, FIFOs and sockets, closed at their end', async () => {
  expect(await run('pipes')).toEqual([
    ...['Socket', 'Socket', 200_003, 'end', false, false],
  ]);
  expect(await run('sockets')).toEqual(['there and back', false, false]);
  expect(await run('fifo')).toEqual(['by hand', ', by stream', false]);
});

test('files, from where they stand, and devices', async () => {
  expect(await run('files')).toEqual([
    ...['ReadStream', 'WriteStream', 'cdef', 'abcdXY', false, false],
  ]);
  expect(await run('devices')).toEqual([true, 1]);
});

test('terminals', async () => {
  const { report, stdout } = await runFixture('posix/stream.mjs', {
    args: ['terminal'],
    nodeBin: 'python3',
    execArgv: [
      '-c',
      'import os, pty, sys; sys.exit(os.WEXITSTATUS(pty.spawn(sys.argv[1:])))',
      process.execPath,
    ],
  });
  expect(report).toEqual([['WriteStream', true], ['ReadStream', true], false]);
  expect(stdout).toBe('to the terminal\r\n');
});

test("what is refused is still the caller's", async () => {
  expect(await run('refused')).toEqual([
    ['eventfd', 'ERR_INVALID_FD_TYPE'],
    ['pidfd', 'ERR_INVALID_FD_TYPE'],
    ['datagram', 'ERR_INVALID_FD_TYPE'],
    ['folder', 'ERR_INVALID_FD_TYPE'],
    ['file', 'ERR_INVALID_ARG_VALUE'],
    ...['w', 'r+', 'a', null].map((mode) => [mode, 'ERR_INVALID_ARG_VALUE']),
    ['closed', 'EBADF'],
    true,
  ]);
});

test('an Fd gives its descriptor up by release()', async () => {
  expect(await run('released')).toEqual([-1, -1, true, '', false]);
});

test('an error ends it', async () => {
  expect(await run('broken')).toEqual(['EPIPE', false]);
});
