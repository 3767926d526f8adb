// Random values never repeat those of the parent, a sibling or an ancestor
// that has ended.

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

type Drawn = { who: string; values?: Record<string, unknown[]> };

function expectNoRepetition(drawn: Drawn[]) {
  const owners = new Map<string, string>();
  const repeated: string[] = [];
  let count = 0;
  for (const { who, values = {} } of drawn) {
    for (const [source, list] of Object.entries(values)) {
      for (const value of list) {
        count++;
        // Kinds that share a store must not repeat each other either.
        const id = `${value}`;
        const owner = owners.get(id);
        if (owner) repeated.push(`${source} of ${who}: ${owner} has it too`);
        owners.set(id, `${source} of ${who}`);
      }
    }
  }
  expect(count).toBeGreaterThan(1000);
  expect([repeated.length, repeated.slice(0, 5)]).toEqual([0, []]);
}

test.each([
  ['siblings', 6],
  ['cold', 4],
  ['generations', 10],
  ['untouched', 3],
  ['inFlight', 2],
  ['workers', 4],
])('%s', async (name, processes) => {
  const { reports } = await runFixture('fork/entropy.mjs', { args: [name] });
  expect(reports).toHaveLength(processes);
  expectNoRepetition(reports);
});

test("a process with a dead ancestor's number", async (ctx) => {
  const namespace = ['-pf', '--mount-proc'];
  try {
    const probe = 'test -w /proc/sys/kernel/ns_last_pid';
    execFileSync('unshare', [...namespace, 'sh', '-c', probe]);
  } catch (error) {
    ctx.skip(`no pid namespace of its own: ${(error as Error).message}`);
  }
  const { reports } = await runFixture('fork/entropy.mjs', {
    args: ['recycled'],
    nodeBin: 'unshare',
    execArgv: [...namespace, process.execPath],
  });
  expect(reports.map(({ who }: Drawn) => who)).toEqual(['A', 'C', 'B', 'B']);
  expect(reports[3].status).toBe(0);
  expectNoRepetition(reports);
});
