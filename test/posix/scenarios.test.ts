// The reliability scenarios of the calls, by their numbers. SCENARIOS=full runs the
// numbers that a release needs.

import { execFileSync } from 'node:child_process';
import { expect, type TestContext, test } from 'vitest';
import * as api from '../../dist/index.js';
import { runFixture } from '../support/run-fixture.mjs';
import { straceProblem } from '../support/strace.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

const run = (name: string, ...args: (string | number)[]) =>
  runUnder({}, name, ...args);

async function runUnder(
  options: { nodeBin?: string; execArgv?: string[] },
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

/** strace lets every other one of these calls fail, on the main thread. */
function strace(ctx: TestContext, calls: string, ...options: string[]) {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'pipe' });
  } catch (error) {
    ctx.skip((error as Error).message);
  }
  const inject = [`trace=${calls}`, `inject=${calls}:error=EINTR:when=1+2`];
  return {
    nodeBin: 'sh',
    execArgv: [
      ...['-c', `exec strace -o log ${options.join(' ')} "$@"`, 'sh'],
      ...inject.flatMap((it) => ['-e', it]),
      process.execPath,
    ],
  };
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

test('what is blocked reaches no thread', { timeout: limit }, async () => {
  const times = count(100, 1000);
  const report = await run('blocked', times);
  expect(report).toEqual({ signals: 60, taken: 60 * times, code: 0, left: [] });
});

test.for(['strace', 'straceBeside'])(
  'S10 every wait fails with EINTR, %s',
  { timeout: limit },
  async (way, ctx) => {
    const under = strace(ctx, 'wait4,waitid,ppoll,epoll_pwait');
    const waits = count(60, 1000);
    const report = await runUnder(under, 'interrupted', way, waits);
    expect(report).toMatchObject({ count: waits, interrupted: 0 });
    const { wait4, waitid, ppoll } = report.injected;
    expect(wait4 + waitid).toBeGreaterThan(waits);
    if (way === 'straceBeside') expect(ppoll).toBeGreaterThan(waits / 10);
  },
);

test.each([
  ['SA_RESTART', 'restart'],
  ['no SA_RESTART', 'noRestart'],
])('S10 a signal every millisecond, %s', { timeout: limit }, async (_, way) => {
  const waits = count(60, 1000);
  const report = await run('interrupted', way, waits);
  expect(report.count).toBe(waits);
  expect(report.handled).toBeGreaterThan(waits / 2);
  if (way === 'restart') expect(report.interrupted).toBe(0);
  else expect(report.interrupted).toBeGreaterThan(waits / 10);
});

// What strace fails, for each way to read and write.
const transfers: [string, string[]][] = [
  ['read', ['openat', 'read']],
  ['write', ['openat', 'write']],
  ['pollAndRead', ['openat', 'ppoll', 'read']],
  ['pollAndWrite', ['openat', 'ppoll', 'write']],
  ['readAsync', ['openat', 'recvfrom', 'poll', 'preadv2']],
  ['writeAsync', ['openat', 'sendto', 'poll', 'pwritev2']],
];

test.for(transfers)(
  'S11 bytes are exact when calls fail with EINTR, %s',
  { timeout: limit },
  async ([way, calls], ctx) => {
    const all = 'read,write,openat,poll,ppoll';
    const flagged = 'recvfrom,sendto,preadv2,pwritev2';
    const fifo = ['-P', '"$PWD/fifo"'];
    const under = strace(ctx, `${all},${flagged}`, ...fifo);
    const pieces = count(100, 1000);
    const report = await runUnder(under, 'bytes', way, 'strace', pieces);
    expect(report.pieces).toBeGreaterThan(pieces / 2);
    for (const call of calls)
      expect([call, report.injected[call] > 0]).toEqual([call, true]);
    const polls = /poll/.test(way) ? report.injected.ppoll : 0;
    expect(report.interrupted).toBe(polls);
  },
);

test.each(
  transfers.flatMap(([way]) => [
    [way, 'restart'],
    [way, 'noRestart'],
  ]),
)(
  'S11 bytes are exact with a signal every millisecond, %s, %s',
  { timeout: limit },
  async (way, flags) => {
    const pieces = count(100, 1000);
    const report = await run('bytes', way, flags, pieces);
    expect(report.pieces).toBeGreaterThan(pieces / 2);
    expect(report.handled).toBeGreaterThan(pieces / 10);
    if (!/Async/.test(way)) expect(report.short).toBeGreaterThan(0);
    // poll() is interrupted in any case, and the loop in none.
    if (/poll/.test(way)) expect(report.interrupted).toBeGreaterThan(0);
    else if (flags === 'restart') expect(report.interrupted).toBe(0);
    else if (!/Async/.test(way)) expect(report.interrupted).toBeGreaterThan(0);
  },
);

const signals = Array.from({ length: 64 }, (_, i) => i + 1)
  .filter((signo) => ![9, 19, 32, 33].includes(signo)) // KILL, STOP, libc's
  .map((signo) => api.signalName(signo) as string);

test.each(['handled', 'ignored', 'default', 'blocked', 'asked'])(
  'S17 what a program finds of each signal, %s',
  { timeout: limit },
  async (way) => {
    expect(signals).toHaveLength(60);
    expect(await run('dispositions', way, ...signals)).toEqual([]);
  },
);

test('S17 what a program finds of signals that have listeners', async () => {
  const listened = ['SIGHUP', 'SIGINT', 'SIGPIPE', 'SIGTERM', 'SIGCHLD'];
  expect(await run('dispositions', 'listened', ...listened)).toEqual([]);
});

test('S17 yes | head -1 ends by SIGPIPE, unless it is ignored', async () => {
  expect(await run('dispositions', 'yes')).toEqual({
    byDefault: [
      ['SIGPIPE', 0],
      ['SIGPIPE', 0],
    ],
    shell: 0,
    ignored: [1, 0],
  });
});

const errors = ['EAGAIN', 'ENOMEM'];

test('S13 no more processes for this user', {
  timeout: limit,
}, async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root becomes another user');
  expect(await run('processes', 'limit', count(20, 200))).toEqual({
    ...{ posix_spawn: 1, spawn: 1, system: 1 },
    ...{ fork: 0, forkChild: 0, forkpty: 0 },
  });
});

test.for(errors)(
  'S13 the kernel makes no more processes, %s',
  { timeout: limit },
  async (error, ctx) => {
    const problem = straceProblem();
    if (problem) ctx.skip(problem);
    const tries = count(5, 200);
    expect(await run('processes', error, tries)).toEqual({
      [error]: 6 * tries,
    });
  },
);

test('S14 no more descriptors', { timeout: limit }, async () => {
  const low = ['-c', 'ulimit -n 100; exec "$@"', 'sh', process.execPath];
  const options = { nodeBin: 'sh', execArgv: low };
  expect(await runUnder(options, 'limit', 12)).toEqual({
    ...{ open: 1, dup: 1, pipe: 2, socketpair: 2, eventfd: 1 },
    ...{ memfd_create: 1, pidfd_open: 1, pidfd_getfd: 1, recvFds: 2 },
    ...{ tellWait: 4, posix_spawn: expect.any(Number) },
    ...{ system: expect.any(Number), fork: expect.any(Number) },
    ...{ forkChild: expect.any(Number), readAsync: 1, Child: 1 },
    ...{ waitpidAsync: 1, pidfdWaitAsync: 1 },
  });
});

test('S15 no more memory', { timeout: limit }, async () => {
  const tries = count(5, 50);
  const refused = { ENOMEM: tries };
  // Nothing is optimized: V8 ends the process when that is refused memory.
  const noCompiler = '--max-optimized-bytecode-size=0';
  const options = { execArgv: ['--expose-gc', noCompiler] };
  const megabytes = count(100, 1024);
  expect(await runUnder(options, 'no-memory', megabytes, tries)).toEqual({
    ...{ fork: refused, posix_spawn: refused, system: refused, mmap: refused },
    ...{ spawn: { done: tries } },
  });
});

// Judged by the least times, which other work on the machine disturbs less.
test.each([
  ['Buffers', 20],
  ['objects', 40], // they lie in a thousand mappings
])(
  'S15 the cost of a large process, %s',
  { timeout: limit },
  async (kind, ms) => {
    const options = { execArgv: ['--expose-gc'] };
    const [megabytes, rounds] = [count(256, 1024), 100];
    const report = await runUnder(options, 'large', kind, megabytes, rounds);
    const { small, large, grown } = report;
    if (full) console.log(kind, report);
    const slack = full ? 1 : 10;
    expect(grown).toBe(true);
    expect(large.fork.least).toBeLessThan(ms * slack);
    for (const name of ['spawn', 'posix_spawn']) {
      expect(large[name].least).toBeLessThan(5 * slack);
      const ratio = large[name].least / small[name].least;
      expect(ratio).toBeLessThan(full ? 1.5 : 4);
    }
  },
);

test('S16 what a program inherits', { timeout: limit }, async () => {
  const executions = count(300, 10_000);
  expect(await run('inheritance', executions)).toEqual({
    many: true,
    ...{ bySpawn: '0 1 2 3 7', byExec: '0 1 2 3 7' },
    ...{ count: executions, strays: {} },
  });
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

test('S27 job control on a terminal', { timeout: limit }, async () => {
  const rounds = count(3, 200);
  const report = await run('terminal', rounds);
  expect(report).toEqual({ cases: 12, rounds });
});
