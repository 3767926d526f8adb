import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, args: unknown[] = [], options = {}) =>
  (
    await runFixture('posix/tell-wait.mjs', {
      args: [name, ...args.map(String)],
      ...options,
    })
  ).report;

test('parent and child take turns', async () => {
  expect(await run('turns', [20])).toEqual([0, 'pc'.repeat(20)]);
});

test('what is told before somebody waits is not lost', async () => {
  expect(await run('early')).toBe(0);
});

test('the end of the other side ends a wait', async () => {
  expect(await run('ended')).toEqual([
    ...[
      'ERR_TELL_WAIT_ENDED',
      'waitChild() waits for a process that has ended',
    ],
    ...['EPIPE', 'ERR_TELL_WAIT_ENDED', 0],
  ]);
});

test('each side keeps its own ends', async () => {
  expect(await run('sides')).toEqual({
    counts: [4, 2, 2, 0],
    errors: [
      'waitParent() is for the child, and this is the parent',
      'tellChild() comes after the end of tellWait()',
    ],
  });
});

test('a program that is executed does not hold them open', async () => {
  const options = { deadlineMs: 10_000 };
  expect(await run('programs', [], options)).toBe('ERR_TELL_WAIT_ENDED');
});

test('EMFILE leaves nothing half open', async () => {
  const limit = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath];
  const options = { nodeBin: 'sh', execArgv: limit };
  expect(await run('emfile', [], options)).toEqual(['EMFILE', 2, 0]);
});
