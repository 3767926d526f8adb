// Texts of /proc that no kernel has written. SCENARIOS=full makes 100,000 of
// them; PROC_SEED makes the same ones again.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';
const deadlineMs = full ? 600_000 : 60_000;

test(
  'damaged texts are refused, or read as what is documented',
  async () => {
    const count = full ? 100_000 : 5000;
    const seed = Number(process.env.PROC_SEED) || Date.now() % 2 ** 31;
    const { report } = await runFixture('proc/fuzz.mjs', {
      args: [`${count}`, `${seed}`],
      deadlineMs,
    }).catch((error) => {
      throw new Error(`PROC_SEED=${seed}: ${error.message}`);
    });
    expect(report).toMatchObject({ kinds: 13, greedy: 0 });
    expect(report.read + report.refused).toBe(count);
    expect(report.refused).toBeGreaterThan(count / 10);
    expect(report.read).toBeGreaterThan(count / 10);
    expect(report.slowest).toBeLessThan(5000);
  },
  deadlineMs,
);
