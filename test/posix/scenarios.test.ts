// S07 to S09, S18 and S19 of the reliability scenarios. SCENARIOS=full runs the numbers that
// a release needs.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

async function run(name: string, ...args: (string | number)[]) {
  const { report, stderr } = await runFixture(`posix/scenarios/${name}.mjs`, {
    args: args.map(String),
    deadlineMs: full ? 3_600_000 : 50_000,
    silenceMs: 50_000,
  });
  expect(stderr).toBe('');
  return report;
}

const limit = full ? 3_600_000 : 60_000;

test.each(['waitpidAsync', 'wait'])(
  'S07 many alive at once, %s',
  { timeout: limit },
  async (way) => {
    const [children, rounds] = [count(200, 1000), count(1, 20)];
    const report = await run('alive', way, children, rounds);
    expect(report).toEqual({ children, rounds });
  },
);

test.each(['oneByOne', 'together'])(
  'S08 a storm of SIGCHLD, %s',
  { timeout: limit },
  async (way) => {
    const [children, rounds] = [count(500, 5000), count(1, 10)];
    const report = await run('storm', way, children, rounds);
    expect(report).toEqual({ reaped: children * rounds });
  },
);

test.each([
  'waitpid',
  'wait',
  'wait3AndWaitid',
  'zombies',
  'worker',
  'workerAndFork',
])('S09 beside child_process, %s', { timeout: limit }, async (way) => {
  const now = way === 'workerAndFork' ? 200 : 30;
  const [children, rounds] = [count(now, 500), count(1, 20)];
  const report = await run('coexistence', way, children, rounds);
  expect(report).toEqual({ children, rounds });
});

test('S18 a storm of signals while JavaScript is at work', {
  timeout: limit,
}, async () => {
  const [signals, values, rounds] = [
    count(20_000, 100_000),
    1000,
    count(1, 10),
  ];
  const report = await run('handler-storm', signals, values, rounds);
  expect(report).toEqual({
    signals: signals * rounds,
    values: values * rounds,
  });
});

test('S19 what comes while JavaScript is busy is handled at once after it', {
  timeout: limit,
}, async () => {
  const rounds = count(3, 50);
  const report = await run('busy-loop', count(300, 3000), 50, rounds);
  expect(report.rounds).toBe(rounds);
  expect(report.median).toBeLessThan(full ? 10 : 500);
});
