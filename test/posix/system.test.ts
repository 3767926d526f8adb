import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const start = (name: string) =>
  runFixture('posix/system.mjs', { args: [name] });
const run = async (name: string) => (await start(name)).report;

test('system() returns a wait status', async () => {
  expect(await run('statuses')).toEqual([
    ...[3 << 8, 9, 0, 127 << 8, 0],
    ...[127 << 8, 0, 0],
  ]);
});

test('system() writes pending output first', async () => {
  expect((await start('output')).stdout).toBe('one,two,three,four');
});

test('system() ignores SIGINT and SIGQUIT, and its command does not', async () => {
  expect(await run('signals')).toEqual({
    default: 2,
    listener: 3,
    handler: 2,
    none: [],
    again: ['handler', 'listener'],
    ignored: 4 << 8,
    stillIgnored: true,
    masks: true,
  });
});

test('system() holds handlers of SIGCHLD, and others run', async () => {
  const [status, seen] = await run('handlers');
  expect(status).toBe(5 << 8);
  expect(seen.slice(0, 3)).toEqual(['USR1', 7, 'ECHILD']);
});

test('a handler that throws leaves system(), and nothing behind', async () => {
  expect(await run('throws')).toEqual(['enough', 0, true]);
});

test('a handler forks during system()', async () => {
  expect(await run('forks')).toEqual([5 << 8, 3]);
});

test('system() without a status throws', async () => {
  expect(await run('errors')).toEqual(['ECHILD', 'E2BIG', 3 << 8]);
});
