// Arguments, environments and file actions that nobody would write. SCENARIOS=full
// makes 20,000 of them; SPAWN_SEED makes the same ones again.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';
const deadlineMs = full ? 900_000 : 120_000;

test(
  'random programs find what they should, or are refused',
  async () => {
    const count = full ? 20_000 : 100;
    const seed = Number(process.env.SPAWN_SEED) || Date.now() % 2 ** 31;
    const { report } = await runFixture('posix/spawn-fuzz.mjs', {
      args: [`${count}`, `${seed}`],
      deadlineMs,
    }).catch((error) => {
      throw new Error(`SPAWN_SEED=${seed}: ${error.message}`);
    });
    const refused: number[] = Object.values(report.refused);
    expect(refused.reduce((a, b) => a + b, report.ran)).toBe(count);
    expect(report.ran).toBeGreaterThan(count / 10);
    expect(Object.keys(report.refused)).toEqual(
      expect.arrayContaining(['ENOENT', 'ENOTDIR', 'EBADF']),
    );
  },
  deadlineMs,
);
