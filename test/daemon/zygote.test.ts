import { describe, expect, expectTypeOf, test } from 'vitest';
import type * as daemon from '../../dist/daemon/index.js';
import { runFixture } from '../support/run-fixture.mjs';

const full = process.env.SCENARIOS === 'full';

/** The count here and now; the other is for SCENARIOS=full. */
const count = (now: number, release: number) => (full ? release : now);

const run = async (name: string, ...args: number[]) =>
  (await runFixture('daemon/zygote.mjs', { args: [name, ...args.map(String)] }))
    .report;

const ended = 'ERR_ZYGOTE_JOB_ENDED';

test('setup runs once, elsewhere, and each job in a process of its own', async () => {
  const results = [
    [11, 1],
    [12, 1],
  ];
  expect(await run('warm')).toEqual([0, results, 4, true, false]);
});

test('arguments and results are cloned', async () => {
  const codes = [true, true, 'ERR_INVALID_ARG_VALUE'];
  expect(await run('cloned')).toEqual([true, true, true, ...codes]);
  expect(await run('later')).toBe('before');
});

test('an error comes with all that can be cloned of it', async () => {
  expect(await run('thrown')).toEqual([
    [true, 'Odd', 'no', 'EODD', { a: [1] }],
    [false, true, 'inner'],
    [true, ['code', 'detail']],
    [true, 'EODD', 'second'],
    ['EBADF', -9, 'close'],
    ['text', '[Function (anonymous)]'],
    ['it is its own cause', 'AbortError'],
    true,
  ]);
});

test('however a job ends, its own promise says so, and others go on', async () => {
  const ends = {
    exit: [ended, 3, null],
    exitLater: [ended, 4, null],
    abort: [ended, 'SIGABRT', null],
    killed: [ended, 'SIGTERM', null],
    uncaught: [ended, 1, 'nobody has caught it'],
    unhandled: [ended, 1, 'nobody has handled it'],
    nothingLeft: [ended, 13, null],
  };
  expect(await run('ended')).toEqual([ends, 'slow']);
});

test('a job that lacks memory', async () => {
  const { report } = await runFixture('daemon/zygote.mjs', {
    args: ['memory'],
    execArgv: ['--max-old-space-size=60'],
  });
  expect(report).toEqual([ended, 'signaled', 1]);
});

test('a result that cannot be cloned', async () => {
  expect(await run('unclonable')).toEqual(['ERR_ZYGOTE_RESULT', true]);
});

test('a job is killed by time, or at will', async () => {
  const timeout = 'ERR_ZYGOTE_TIMEOUT';
  const sentence = "The job 'busy' has not ended after 200 ms";
  const told = [timeout, sentence, true, timeout, 'soon', 1];
  expect(await run('stopped')).toEqual(told);
});

test('a job is given up before it has begun', async () => {
  const { report, stderr } = await runFixture('daemon/zygote.mjs', {
    args: ['givenUp'],
  });
  expect([report, stderr]).toEqual([[true, expect.any(Boolean), 0], '']);
});

test('a zygote that is busy itself keeps nobody', async () => {
  const codes = ['ERR_ZYGOTE_TIMEOUT', 'ERR_ZYGOTE_TIMEOUT'];
  expect(await run('deaf')).toEqual([codes, false]);
});

test('setup fails', async () => {
  expect(await run('setupFails')).toEqual({
    throws: ['EODD', null, null],
    rejects: ['EODD', null, null],
    exits: ['ERR_ZYGOTE_ENDED', 5, null],
    uncaught: ['ERR_ZYGOTE_ENDED', 1, 'EODD'],
    never: ['ERR_ZYGOTE_ENDED', 13, null],
  });
});

test('the zygote is killed: its jobs end, and every run is told', async () => {
  const told = ['ERR_ZYGOTE_ENDED', 'SIGKILL'];
  expect(await run('zygoteDies')).toEqual([
    [told, told],
    'ERR_ZYGOTE_ENDED',
    'The zygote has ended: killed by SIGKILL',
  ]);
  expect(await run('zygoteDiesIdle')).toEqual(['ERR_ZYGOTE_ENDED', 6]);
});

test('who waits for all children of the zygote takes no result', async () => {
  expect(await run('reaped')).toEqual([1, ended]);
});

test('the caller is killed: nobody is left', async () => {
  expect(await run('callerKilled')).toBe('SIGKILL');
});

test('S21: the caller is killed at any moment, and nobody is left', {
  timeout: 600_000,
}, async () => {
  await runFixture('daemon/zygote.mjs', {
    args: ['orphans', `${count(10, 500)}`, '20261121'],
    deadlineMs: 500_000,
    silenceMs: 60_000,
  });
});

test('close() waits for jobs, and lets no more begin', async () => {
  expect(await run('closing')).toEqual(['soon', 'ERR_ZYGOTE_CLOSED', false]);
});

test('an idle zygote does not keep its caller from ending', async () => {
  expect(await run('idle')).toBe(7);
});

test('children of the caller, of setup and of a job are not taken for it', async () => {
  expect(await run('forks')).toEqual([['the job', 3, 3], 8]);
});

test('zygotes have nothing of each other', async () => {
  expect(await run('several')).toEqual(['ERR_ZYGOTE_ENDED', 1]);
  expect(await run('nested')).toEqual(['closed', 'slow']);
});

test("the caller's listeners stay with the caller", async () => {
  expect(await run('listeners')).toEqual([['SIGHUP', 'SIGUSR2', 1], []]);
});

test('much data, and a caller who is busy', async () => {
  expect(await run('large', count(20, 50))).toEqual([true, 1]);
});

test('a job that ends in the midst of a message', async () => {
  const killed = [ended, 'SIGKILL'];
  expect(await run('half')).toEqual([killed, killed]);
});

test('a fork that is refused', async () => {
  expect(await run('refused')).toBe('ERR_FORK_WORKERS');
});

test('a fork that is prevented waits', async () => {
  expect(await run('postponed')).toEqual([true, true]);
});

test('not in a Worker', async () => {
  expect(await run('worker')).toBe('ERR_WORKER_UNSUPPORTED_OPERATION');
});

test('what is refused, by name', async () => {
  const [type, value] = ['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_VALUE'];
  expect(await run('refusedValues')).toEqual({
    none: [type, 'options'],
    'no setup': [type, 'options.setup'],
    'no jobs': [type, 'options.jobs'],
    'no job': [type, 'options.jobs.one'],
    more: [value, 'options.workers'],
    name: [value, 'name'],
    inherited: [value, 'name'],
    options: [type, 'options'],
    timeoutMs: ['ERR_OUT_OF_RANGE', 'options.timeoutMs'],
    signal: [type, 'options.signal'],
    unknown: [value, 'options.timeout'],
    arg: [value, 'arg'],
  });
});

test('many jobs, some of which end badly: nothing is left', {
  timeout: 600_000,
}, async () => {
  const seed = 20261121;
  const { report } = await runFixture('daemon/zygote.mjs', {
    args: ['many', `${count(200, 2000)}`, '8', `${seed}`],
    deadlineMs: 500_000,
    silenceMs: 60_000,
  });
  const { wrong, before, after, grown, children } = report;
  expect([wrong, after, grown, children]).toEqual([0, before, true, 1]);
});

describe('types', () => {
  // Not called.
  const use = async ({ zygote }: typeof daemon) => {
    const one = await zygote({
      setup: async () => ({ factor: 2 }),
      jobs: {
        multiply: (ctx, n: number) => ctx.factor * n,
        length: async (_, text: string) => text.length,
        none: () => 'none',
        perhaps: (_, n?: number) => n,
      },
    });
    expectTypeOf(one.run('multiply', 1)).resolves.toEqualTypeOf<number>();
    expectTypeOf(one.run('length', 'x')).resolves.toEqualTypeOf<number>();
    expectTypeOf(one.run('none')).resolves.toEqualTypeOf<string>();
    one.run('none', undefined, { timeoutMs: 1 });
    one.run('perhaps');
    // @ts-expect-error: of another type
    one.run('multiply', '1');
    // @ts-expect-error: it needs one
    one.run('length');
    // @ts-expect-error: there is no such job
    one.run('divide', 1);
  };

  test('of names, arguments and results', () => {
    expectTypeOf(use).toBeFunction();
  });
});

test('a job that becomes somebody else ends with its zygote', async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become somebody else');
  const { report } = await runFixture('daemon/zygote-user.mjs', {
    args: ['killed'],
  });
  expect(report).toEqual(['SIGKILL', true, 'ERR_ZYGOTE_ENDED']);
});
