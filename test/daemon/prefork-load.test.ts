// S22: what clients see of reloads, upgrades and the death of a worker. `npm run
// test:load` is five minutes of it.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';
const timeout = full ? 600_000 : 60_000;

async function run(
  kind: string,
  seconds: number,
  every: number,
  ...signals: string[]
) {
  const { report, stderr } = await runFixture('daemon/prefork-load.mjs', {
    args: [kind, `${seconds}`, `${every}`, ...signals],
    deadlineMs: timeout - 5_000,
  });
  expect(stderr).toBe('');
  const { answered, connections, retried, sent } = report;
  console.log(
    `${kind}: ${answered} answers on ${connections} connections, ${sent} signals, ${retried} asked again`,
  );
  return report;
}

test.each([
  ['express', full ? 300 : 12, full ? 5 : 3],
  ['fastify', 4, 2],
])(
  'S22 %s: nothing is lost by reload and upgrade; by a killed worker only its own',
  { timeout },
  async (kind, seconds, every) => {
    const found = await run(kind, seconds, every, 'SIGHUP', 'SIGUSR2');
    expect(found.dropped).toEqual([]);
    expect(found.sent).toBeGreaterThanOrEqual(
      full ? Math.floor(seconds / every) : 2,
    );
    expect(found.masters).toBe(1 + Math.floor(found.sent / 2));
    expect(found.workers).toBeGreaterThan(found.sent);
    expect(found.answered).toBeGreaterThan(50 * seconds);
    expect(found.killed.hurt.length).toBeLessThanOrEqual(50);
    expect(found.killed.others).toEqual([]);
    expect(found.killed.respawnMs).toBeLessThan(full ? 100 : 2000);
    const fds = found.health.map((it: { fds: number }) => it.fds);
    expect(Math.max(...fds) - Math.min(...fds)).toBeLessThanOrEqual(8);
  },
);

test('a server that loses requests is found out', { timeout }, async () => {
  const { dropped, retried } = await run('drops', 2, 0.5, 'SIGHUP');
  expect(dropped.length).toBeGreaterThan(0);
  expect(retried).toBeGreaterThan(0);
});
