import { beforeAll, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

// biome-ignore lint/suspicious/noExplicitAny: what the fixture reports
let found: any;

beforeAll(async () => {
  found = (await runFixture('examples/prefork.mjs')).report;
});

const pids = (workers: { pid: number }[]) => workers.map(({ pid }) => pid);

test('it answers, by one of its workers', () => {
  expect(found.price).toEqual({ price: 23.7, name: 'product 1234' });
  expect(found.missing).toBe(404);
  const { id, generation, pid } = found.ready;
  expect(generation).toBe(0);
  expect(pids(found.first)[id]).toBe(pid);
});

test('the master tells of all of them, which are small', () => {
  expect(pids(found.first)).not.toContain(found.master);
  expect(new Set(pids(found.first)).size).toBe(2);
  for (const { pss } of found.first) {
    expect(pss).toBeGreaterThan(1000);
    expect(pss).toBeLessThan(100_000);
  }
  const requests = found.counted.map((it: { requests: number }) => it.requests);
  expect(requests[0] + requests[1]).toBe(3);
});

test('HUP replaces them, and QUIT ends them all', () => {
  const [old, young] = [pids(found.first), pids(found.second)];
  expect(young.filter((pid) => old.includes(pid))).toEqual([]);
  expect(young).toContain(found.again.pid);
  expect(found.ended).toEqual([0, null]);
});
