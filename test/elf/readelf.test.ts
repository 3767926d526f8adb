// The machine's own files against readelf(1), line by line. SCENARIOS=full
// takes 1,500 of them, and makes 100,000 damaged ones.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';
const deadlineMs = full ? 900_000 : 120_000;

test(
  'header, segments, sections, symbols, dynamic section, notes',
  async () => {
    const most = full ? 1500 : 60;
    const { report } = await runFixture('elf/files.mjs', {
      args: [`${most}`],
      deadlineMs,
    });
    expect(report.wrong).toEqual({});
    expect(report.files).toBeGreaterThan(full ? 300 : 30);
    expect(report.symbols).toBeGreaterThan(60_000);
    expect(report.kinds.DYN).toBeGreaterThan(0);
  },
  deadlineMs,
);

test(
  'damaged files are refused, at no cost',
  async () => {
    const count = full ? 100_000 : 3000;
    const seed = Number(process.env.ELF_SEED) || Date.now() % 2 ** 31;
    const { report } = await runFixture('elf/fuzz.mjs', {
      args: [`${count}`, `${seed}`],
      deadlineMs,
    }).catch((error) => {
      throw new Error(`ELF_SEED=${seed}: ${error.message}`);
    });
    expect(report).toMatchObject({ greedy: 0, fds: 0 });
    expect(report.whole + report.refused).toBe(count);
    expect(report.refused).toBeGreaterThan(count / 4);
    expect(report.whole).toBeGreaterThan(count / 20);
    expect(report.slowest).toBeLessThan(5000);
  },
  deadlineMs,
);
