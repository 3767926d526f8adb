// A repair of the child that cannot succeed: fork() throws in the parent, and
// there is no child, no descriptor, nothing changed (the fixture asserts it).

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

async function under(limit: string, ...args: (string | number)[]) {
  const { report } = await runFixture('fork/repair.mjs', {
    nodeBin: 'prlimit',
    execArgv: [limit, process.execPath],
    args: args.map(String),
  });
  return report;
}

test('room for 0 to 12 descriptors', async () => {
  const results = [];
  for (let room = 0; room <= 12; room++)
    results.push(await under('--nofile=64', 'descriptors', room));
  const first = results.indexOf(5);
  // It needs some, and once there is enough it works.
  expect(first).toBeGreaterThan(2);
  expect(results.slice(first)).toEqual(results.slice(first).map(() => 5));
  for (const failure of results.slice(0, first))
    expect(failure).toEqual({ code: 'EMFILE', syscall: expect.any(String) });
});

test('room for 1 to 12 tasks beside those of the parent', async (context) => {
  if (process.getuid?.() !== 0)
    return context.skip('needs root to become another user');
  // A uid of its own for each, so that nobody else's tasks count.
  const uid = 40_000 + (process.pid % 20_000);
  const own = readdirSync('/proc/self/task').length; // not fewer than a fixture
  const results = [];
  for (let room = 1; room <= 12; room++)
    results.push(await under(`--nproc=${7 + room}`, 'tasks', uid + room));
  const plenty = await under(`--nproc=${own + 64}`, 'tasks', uid);
  expect(plenty).toBe(5);
  const failures = results.filter((result) => result !== 5);
  // A child needs as many tasks as its parent has, seven at least.
  expect(failures.length).toBeGreaterThanOrEqual(6);
  for (const failure of failures)
    expect(failure).toEqual({ code: 'EAGAIN', syscall: expect.any(String) });
});
