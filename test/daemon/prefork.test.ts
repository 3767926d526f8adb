import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const manager = path.join(import.meta.dirname, '../fixtures/daemon/manager.py');

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

const limit = full ? 3_600_000 : 60_000;

const run = async (name: string, ...args: (string | number)[]) =>
  (
    await runFixture('daemon/prefork.mjs', {
      args: [name, ...args.map(String)],
      deadlineMs: limit - 10_000,
    })
  ).report;

test('all are children of the master, and share what the mold has made', async () => {
  expect(await run('family')).toEqual({
    master: true,
    ids: [0, 1, 2],
    states: ['ready 0', 'ready 0', 'ready 0'],
    served: true,
    parents: true,
    measured: true,
  });
});

test('requests are counted', async () => {
  expect(await run('counts')).toBe(5);
});

test('who dies is replaced, and nobody else', async () => {
  const [first, detail, kept, ms] = await run('replace');
  expect([first, detail, kept]).toEqual([true, 'killed by SIGKILL', true]);
  expect(ms).toBeLessThan(1000); // 100 where nobody else works
});

test('a reload drops nothing', { timeout: limit }, async () => {
  const rounds = count(3, 50);
  expect(await run('reload', 8, rounds)).toEqual({
    failed: [],
    molds: rounds,
    generation: rounds,
    busy: true,
  });
});

test.each([
  ['setup', 'it cannot'],
  ['worker', 'it cannot, true'],
])('a reload whose %s fails changes nothing', async (how, message) => {
  expect(await run('failingReload', how)).toEqual([message, [message], true]);
});

test.each(['setup', 'worker'])('%s fails at the start', async (how) => {
  expect(await run('failingStart', how)).toBe('it cannot');
});

test('workers end at the start', async () => {
  expect(await run('endingStart')).toContain('exited with 7');
});

test('in good order: what is under way is served', async () => {
  expect(await run('gracefully')).toEqual([true, 'ECONNREFUSED', true]);
});

test.each(['grace', 'atOnce'])('%s: what takes too long', async (name) => {
  expect(await run(name)).toBe('ECONNRESET');
});

test('who is stuck is killed', async () => {
  expect(await run('stuck')).toEqual(['ECONNRESET', 'killed by SIGKILL', true]);
});

test('who never starts is killed', async () => {
  expect(await run('neverStarts')).toContain('killed by SIGKILL');
});

test('SIGTTIN and SIGTTOU', async () => {
  expect(await run('moreAndFewer')).toEqual([
    [0, 1],
    [0, 1, 2],
    [0, 1],
    [0],
    [0],
  ]);
});

test('signals to a worker', async () => {
  const ends = ['exited with 0', 'killed by SIGTERM'];
  expect(await run('workersSignals')).toEqual([true, true, ends]);
});

test('a mold that dies is replaced; its workers go on', async () => {
  expect(await run('mold')).toEqual([true, 1, 0]);
});

test('S23: a crash loop', { timeout: limit }, async () => {
  const seconds = count(8, 60);
  const { quick, slow, cpu, fatal } = await run('crashLoop', seconds);
  expect([quick, fatal]).toEqual([true, full]);
  expect(slow).toBeGreaterThanOrEqual(900); // between ends; starts: a second
  expect(cpu).toBeLessThan(count(0.2, 0.05)); // most starts are at first
});

test('S21: nobody outlives a killed master', { timeout: limit }, async () => {
  expect(await run('orphans', count(6, 1000), full ? 100 : 5)).toBe(0);
});

test('sessions of HTTP/2 end in good order', async () => {
  expect(await run('http2')).toEqual(['0', '0']);
});

test('an upgrade drops nothing', async () => {
  expect(await run('upgrade')).toEqual({
    code: 0,
    failed: [],
    busy: true,
    another: true,
    pidFile: true,
    removed: true,
  });
});

test.each([
  ['is handed on, and locked all the time', [], 1],
  ['of another name is another one', ['other.pid'], 0],
])('the pid file %s', async (_, later, links) => {
  const { report } = await runFixture('daemon/prefork-pid-file.mjs', {
    args: ['upgraded', ...later],
  });
  expect(report).toEqual({
    ...{ links, another: true, pid: true, locked: 'ERR_PID_FILE_LOCKED' },
    after: [false, false],
  });
});

test.each(['exit', 'worker'])(
  'an upgrade that fails, %s, changes nothing',
  async (how) => {
    const report = await run('failingUpgrade', how);
    expect(report).toEqual(['upgrade-failed', true, 0, false]);
  },
);

test('several sockets of one server', async () => {
  expect(await run('listeners')).toEqual([[0, 0, 0, 1], false]);
});

test('an address that is taken', async () => {
  const code = 'EADDRINUSE';
  expect(await run('taken')).toEqual([code, code, code, true]);
});

test('what a killed master leaves behind', async () => {
  expect(await run('stale')).toEqual([true, false, false]);
});

test('no socket from a service manager', async () => {
  expect(await run('activation')).toBe('ERR_NO_LISTEN_FDS');
});

const runListen = async (name: string) =>
  (await runFixture('daemon/prefork-listen.mjs', { args: [name] })).report;

test('where it listens', async () => {
  expect(await runListen('addresses')).toEqual({
    first: ['127.0.0.1', 'IPv4', true],
    answers: true,
    same: true,
    path: true,
    fd: true,
    named: 'given',
    after: [],
  });
});

test('an upgrade keeps a port that nobody has chosen', async () => {
  expect(await runListen('upgraded')).toEqual([true, 0, true]);
});

test('on sockets that systemd has opened', async (ctx) => {
  try {
    execFileSync('systemd-socket-activate', ['--version']);
  } catch (error) {
    ctx.skip(`needs systemd-socket-activate: ${(error as Error).message}`);
  }
  const addresses = [true, true];
  expect(await runListen('activated')).toEqual({
    started: true,
    upgraded: [0, true, true],
    addresses: [addresses, addresses],
  });
});

test('the warmest worker becomes the mold', async () => {
  const log = [[1, true], [2, true], 3, [4, true]];
  expect(await run('refork')).toEqual([log, true, false]);
});

test('no refork while preventFork() forbids it', async () => {
  expect(await run('prevented')).toBe(true);
});

test('hooks, in order', async () => {
  expect(await run('hooks')).toEqual([
    'afterMoldFork true',
    'beforeFork true',
    'afterWorkerFork 0 false',
    'worker 0',
    'beforeFork false',
    'afterMoldFork false',
    'beforeFork false',
    'afterWorkerFork 0 false',
    'worker 0',
  ]);
});

test('what the service manager is told', async () => {
  const { stdout } = await runFixture('daemon/prefork.mjs', {
    nodeBin: 'python3',
    execArgv: [manager, 'manager', process.execPath],
    args: ['notifying'],
  });
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(told.map(({ text }) => text.split('\n')[0])).toEqual([
    'READY=1',
    'RELOADING=1',
    'READY=1',
    'STOPPING=1',
  ]);
  expect(told.every(({ byService }) => byService)).toBe(true);
});

test('what is refused leaves nothing', async () => {
  const type = 'TypeError ERR_INVALID_ARG_TYPE';
  const value = 'TypeError ERR_INVALID_ARG_VALUE';
  const range = 'RangeError ERR_OUT_OF_RANGE';
  expect(await run('refused')).toEqual([
    `${type} options.listen`,
    `${type} options.listen`,
    `${type} options.listen`,
    `${type} options.listen`,
    `${value} options.listen`,
    `${type} options.listen`,
    `${range} options.listen.port`,
    `${range} options.listen.port`,
    `${type} options.listen.port`,
    `${value} options.listen`,
    `${value} options.listen.hosts`,
    `${type} options.listen.host`,
    `${value} options.listen`,
    `${value} options.listen.path`,
    `${type} options.listen.path`,
    `${range} options.listen.fd`,
    `${range} options.listen[1].fd`,
    `${type} options.setup`,
    `${type} options.setup`,
    `${type} options.worker`,
    `${range} options.workers`,
    `${range} options.workers`,
    `${type} options.workers`,
    `${range} options.timeoutMs`,
    `${range} options.timeoutMs`,
    `${range} options.graceMs`,
    `${range} options.graceMs`,
    `${type} options.refork`,
    `${type} options.refork.afterRequests`,
    `${type} options.refork.afterRequests`,
    `${range} options.refork.afterRequests[1]`,
    `${value} options.refork.when`,
    `${type} options.hooks`,
    `${type} options.hooks.beforeFork`,
    `${value} options.hooks.afterFork`,
    `${type} options.pidFile`,
    `${value} options.pidFile`,
    `${type} options.notify`,
    `${value} options.retries`,
    'ERR_INVALID_ARG_TYPE',
    'ERR_WORKER_UNSUPPORTED_OPERATION',
  ]);
});

test('one at a time, and none that has ended', async () => {
  const code = 'ERR_INVALID_STATE';
  expect(await run('twice')).toEqual([code, code, code, code]);
});

test.for(Array.from({ length: count(1, 30) }, (_, i) => i))(
  'among accidents, seed %i',
  { timeout: limit },
  async (seed) => {
    const { report } = await runFixture('daemon/prefork-chaos.mjs', {
      args: ['chaos', `${seed}`, '50'],
      deadlineMs: limit - 10_000,
    });
    expect(report).toEqual({ calm: true, others: 1 });
  },
);

test('an idle master sleeps', async () => {
  expect(await run('idle', 2000)).toEqual([true, 0, 0]);
});
