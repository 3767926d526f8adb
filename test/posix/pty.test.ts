import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/pty.mjs', { args: [name] })).report;

test('a program on a terminal', async () => {
  expect(await run('spawn')).toEqual([true, true, 0]);
});

test('a function on a terminal', async () => {
  expect(await run('fork')).toEqual([['a / 9', 'got it', ''], 7]);
});

test('a slow reader loses nothing', async () => {
  expect(await run('slowReader')).toEqual([300_003, true, 0]);
});

test('what was shown just before the exit comes, too', async () => {
  expect(await run('last')).toBe(50);
});

test('what is typed waits until it is read', async () => {
  expect(await run('fullQueue')).toEqual([false, true, '0', 0]);
});

test('end() is the end of the file', async () => {
  expect(await run('endOfFile')).toEqual([
    ['', 0],
    ['a\r\n', 0],
    ['a\r\nb', 0],
  ]);
});

test('destroy() hangs up; what is typed too late is lost', async () => {
  expect(await run('destroyed')).toEqual(['SIGHUP', {}, 3]);
});

test('destroy() ends a function that has not begun', async () => {
  expect(await run('destroyedAtOnce')).toBe('SIGHUP');
});

test('resize() is heard of', async () => {
  expect(await run('resized')).toEqual(['12 34\r\n', 5]);
});

test('what is refused leaves nothing', async () => {
  const misuse = Array(2).fill('ERR_INVALID_ARG_VALUE');
  const { codes, ...left } = await run('refused');
  expect(codes).toEqual([
    'ENOENT',
    'ENOENT',
    ...misuse,
    ...Array(2).fill('ERR_INVALID_ARG_TYPE'),
  ]);
  expect(left).toEqual({ descriptors: 0, nonblocking: false });
});

test("a forked child has not got its parent's", async () => {
  expect(await run('acrossFork')).toEqual([7, 'SIGHUP']);
});

test('functions on terminals, several at once', async () => {
  expect(await run('together')).toEqual([4, 2, 3]);
});

test('a function on a terminal on a terminal', async () => {
  expect(await run('nested')).toEqual(['shown: inner', 6]);
});

test('the modes of its own terminal after a program of Node', async () => {
  expect(await run('restored')).toEqual({
    '': true,
    exit: true,
    throw: true,
    SIGINT: true,
    SIGTERM: true,
    SIGHUP: false,
    _exit: false,
  });
});
