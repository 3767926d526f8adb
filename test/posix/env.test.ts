import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/env.mjs', { args: [name] })).report;

test('process.env is the same environment', async () => {
  expect(await run('agree')).toEqual([
    ...['a', 'b', '', null, true],
    ...[false, null, true],
  ]);
});

test('names and values are bytes, for programs too', async () => {
  expect(await run('bytes')).toEqual([
    ...['a\xff\n', 'a\ufffd\n', 'name', true],
    ...['a\xff\n', false], // child_process knows text only
  ]);
});

test('clearenv() leaves nothing, and Node alive', async () => {
  expect(await run('clear')).toEqual([
    [[], [], null, null],
    ['A=1', 'B=2'],
    'A=1\nB=2\n',
    [],
  ]);
});

test("a forked child's is its own", async () => {
  expect(await run('child')).toEqual(['child', 'child', 'parent']);
});

test("it is the main thread's, for reading too", async () => {
  const code = 'ERR_WORKER_UNSUPPORTED_OPERATION';
  expect(await run('worker')).toEqual(Array(5).fill(code));
});
