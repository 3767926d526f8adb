// S07 to S09, S14 and S16 of the reliability scenarios. SCENARIOS=full runs the numbers that
// a release needs.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

const run = (name: string, ...args: (string | number)[]) =>
  runWith({}, name, ...args);

async function runWith(
  options: object,
  name: string,
  ...args: (string | number)[]
) {
  const { report, stderr } = await runFixture(`posix/scenarios/${name}.mjs`, {
    ...options,
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

test('S14 no more descriptors', { timeout: limit }, async () => {
  const low = ['-c', 'ulimit -n 100; exec "$@"', 'sh', process.execPath];
  const options = { nodeBin: 'sh', execArgv: low };
  expect(await runWith(options, 'limit', 12)).toEqual({
    ...{ open: 1, dup: 1, pipe: 2, socketpair: 2, eventfd: 1 },
    ...{ memfd_create: 1, pidfd_open: 1, pidfd_getfd: 1, recvFds: 2 },
    ...{ tellWait: 4, posix_spawn: expect.any(Number) },
    ...{ system: expect.any(Number), fork: expect.any(Number) },
    ...{ forkChild: expect.any(Number), readAsync: 1, Child: 1 },
    ...{ waitpidAsync: 1, pidfdWaitAsync: 1 },
  });
});

test('S16 what a program inherits', { timeout: limit }, async () => {
  const executions = count(300, 10_000);
  expect(await run('inheritance', executions)).toEqual({
    many: true,
    ...{ bySpawn: '0 1 2 3 7', byExec: '0 1 2 3 7' },
    ...{ count: executions, strays: {} },
  });
});
