import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) => {
  const { report } = await runFixture('fork/workers.mjs', {
    args,
    deadlineMs: 90_000,
  });
  return report;
};

test.for(['idle', 'spin', 'allocate', 'blocked'])(
  'Workers that are %s end in the child alone',
  async (kind) => {
    expect(await run(kind)).toEqual({ codes: [6, 6, 6, 6, 6], alive: true });
  },
);

test('no statement of a Worker runs in the child', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workers-'));
  const report = await run('appends', path.join(folder, 'log'));
  rmSync(folder, { recursive: true });
  expect(report).toEqual({ forks: 5, wrong: [], some: true });
});

test('a child that ended its Workers forks in its turn', async () => {
  expect(await run('nested')).toBe(5);
});

test.for([0, 2])(
  'the loader Worker goes on in the child, beside %d that end',
  async (count) => {
    expect(await run('loader', `${count}`)).toBe(3 + count);
  },
);

test('messages of a Worker arrive in the parent', async () => {
  expect(await run('messages')).toEqual({ answer: 2, code: 4 });
});
