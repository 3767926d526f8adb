import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/users.mjs', { args: [name] })).report;

test('users and groups are those of getent', async () => {
  expect(await run('entries')).toEqual({
    some: true,
    byName: true,
    byBytes: true,
    byId: true,
    groupByName: true,
    groupById: true,
    none: [null, null, null, null, null],
  });
});

test('the asynchronous forms say the same, and can be aborted', async () => {
  expect(await run('asynchronous')).toEqual({
    all: true,
    root: ['root', 0, 'root'],
    none: [null, null],
    aborted: ['DOMException', 'RangeError'],
  });
});

test('entries of any length, bytes that are no text, no database at all', async ({
  skip,
}) => {
  const report = await run('odd');
  if (!report) skip('needs root');
  expect(report).toEqual({
    members: 2000,
    last: 'member1999',
    user: {
      name: 'caf\ufffd',
      passwd: 'x',
      uid: 78,
      gid: 77,
      gecos: 'Mr \ufffd',
      dir: '/\ufffd',
      shell: '/bin/sh',
    },
    byBytes: 78,
    list: [3, 77],
    none: [null, null],
  });
});

test('fork() beside lookups, and lookups in a forked child', async () => {
  expect(await run('forks')).toEqual([0, ['root'], 4]);
});

test('a Worker may end while lookups are under way', async () => {
  expect(await run('terminated')).toEqual({ returned: 'root' });
});
