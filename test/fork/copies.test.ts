// Two installed copies of the package in one process: each forks, and minds
// what the other does.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { install } from '../support/installed.mjs';
import { runFixture } from '../support/run-fixture.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'copies-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const copies = ['one', 'two'].map((name) => install(path.join(scratch, name)));
const runCopies = async (name: string) =>
  (await runFixture('fork/copies.mjs', { args: [name, ...copies] })).report;

test('each forks, and children fork by the other', async () => {
  expect(await runCopies('fork')).toEqual({
    different: true,
    support: [{ supported: true }, { supported: true }],
    results: [7, 7, 7],
  });
  expect(await runCopies('doors')).toBe(true);
});

test('atfork hooks of both run, whoever forks', async () => {
  const prepare = ['prepare a2', 'prepare b', 'prepare a1'];
  const inParent = [...prepare, 'parent a1', 'parent b', 'parent a2'];
  const inChild = [...prepare, 'child a1', 'child b', 'child a2'];
  expect(await runCopies('hooks')).toEqual([
    [inParent, inChild],
    [inParent, inChild],
  ]);
});

test('Workers known to either are seen by both', async () => {
  const busy = 'ERR_FORK_WORKERS';
  const [before, between, after] = [
    [busy, 7],
    [busy, busy, 7, 7],
    [busy, busy, 7, 7],
  ];
  expect(await runCopies('workers')).toEqual([before, between, after].flat());
});

test('what one shares or watches, the other respects', async () => {
  expect(await runCopies('shared')).toEqual({
    code: 7,
    value: 5,
    sibling: 4,
    watched: 3,
  });
});
