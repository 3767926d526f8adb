import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type TestContext, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, args: unknown[] = [], options = {}) => {
  const { report } = await runFixture('posix/wait.mjs', {
    args: [name, ...args.map(String)],
    ...options,
  });
  return report;
};

const exited = (code: number, pid: unknown = expect.any(Number)) => ({
  pid,
  status: code << 8,
  kind: 'exited',
  code,
});
const killed = (signal: string, signo: number) => ({
  pid: expect.any(Number),
  status: signo,
  kind: 'signaled',
  signal,
  signo,
  coreDumped: false,
});
const noChild = (pid: number) => ({
  kind: 'Error',
  message: `ECHILD: no child processes, waitpid ${pid}`,
  code: 'ECHILD',
  errno: -10,
  syscall: 'waitpid',
  pid,
});

/** How a fixture runs as process 1 of a namespace. */
function process1(ctx: TestContext) {
  const alone = ['-pf', '--kill-child', '--mount-proc'];
  try {
    execFileSync('unshare', [...alone, 'true'], { stdio: 'pipe' });
  } catch (error) {
    ctx.skip((error as Error).message);
  }
  return { nodeBin: 'unshare', execArgv: [...alone, process.execPath] };
}

test('exit codes, of which the lower 8 bits count', async () => {
  const results = await run('codes', [0, 1, 3, 127, 128, 255, 256, 259, -1]);
  expect(results).toEqual(
    [0, 1, 3, 127, 128, 255, 0, 3, 255].map((code) => exited(code)),
  );
});

test('deaths by signal, by name and number, real-time ones too', async () => {
  const expected: [string, number][] = [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGKILL', 9],
    ['SIGUSR2', 12],
    ['SIGALRM', 14],
    ['SIGTERM', 15],
    ['SIGSTKFLT', 16],
    ['SIGVTALRM', 26],
    ['SIGIO', 29],
    ['SIGPWR', 30],
    ['SIGRTMIN', 34],
    ['SIGRTMIN+3', 37],
    ['SIGRTMIN+29', 63],
    ['SIGRTMAX', 64],
  ];
  expect(
    await run(
      'deaths',
      expected.map(([signal]) => signal),
    ),
  ).toEqual(expected.map(([signal, signo]) => killed(signal, signo)));
});

test('a core dump shows in the result', async (ctx) => {
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'latin1');
  if (/[|/]/.test(pattern))
    ctx.skip(`core dumps do not go to the current folder: ${pattern}`);
  expect(await run('abort', [], { cores: true })).toEqual({
    ...killed('SIGABRT', 6),
    status: 6 | 0x80,
    coreDumped: true,
  });
});

test('no core dump where limits forbid it', async (ctx) => {
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'latin1');
  if (pattern.startsWith('|'))
    ctx.skip(`a program takes every core dump: ${pattern}`);
  const limit = ['-c', 'ulimit -c 0; exec "$@"', 'sh', process.execPath];
  expect(await run('abort', [], { nodeBin: 'sh', execArgv: limit })).toEqual(
    killed('SIGABRT', 6),
  );
});

test('WNOHANG gives null while the child runs, then its result', async () => {
  const { pid, ...results } = await run('wnohang');
  expect(results).toEqual({
    before: null,
    after: exited(0, pid),
    again: noChild(pid),
  });
});

test('WUNTRACED and WCONTINUED tell of stops and wake-ups, each once', async () => {
  const { pid, ...results } = await run('stops');
  expect(results).toEqual({
    stopped: {
      pid,
      status: (19 << 8) | 0x7f,
      kind: 'stopped',
      signal: 'SIGSTOP',
      signo: 19,
    },
    toldOnce: null,
    continued: { pid, status: 0xffff, kind: 'continued' },
    unasked: null,
    end: { ...killed('SIGKILL', 9), pid },
  });
});

test('errors carry code, errno, syscall and pid', async () => {
  const results = await run('errors');
  expect(results).toEqual({
    child: noChild(4_194_304),
    parent: noChild(results.parent.pid),
    any: noChild(-1),
    group: noChild(0),
    options: {
      kind: 'Error',
      message: 'EINVAL: invalid argument, waitpid -1',
      code: 'EINVAL',
      errno: -22,
      syscall: 'waitpid',
      pid: -1,
    },
    lowest: {
      kind: 'Error',
      message: 'ESRCH: no such process, waitpid -2147483648',
      code: 'ESRCH',
      errno: -3,
      syscall: 'waitpid',
      pid: -(2 ** 31),
    },
  });
});

test('wait() takes each of 100 children once', async () => {
  const { expected, got, end } = await run('any', [100]);
  expect(Object.keys(got)).toHaveLength(100);
  expect(got).toEqual(expected);
  expect(end).toEqual(noChild(-1));
});

test('0 and negative pids mean process groups', async () => {
  for (const { pid, result } of await run('groups'))
    expect(result).toEqual(exited(1, pid));
});

test('a signal that interrupts goes to its handler, and the wait goes on', async () => {
  const { result, first, handled } = await run('interrupted');
  expect(result).toEqual(exited(5));
  expect(first).toBe('waited');
  expect(handled).toBe(true);
});

test("waitpid(pid) leaves child_process's children alone", async () => {
  const { ours, result, theirs } = await run('childProcess');
  expect(result).toEqual(exited(4, ours));
  expect(theirs).toEqual([3, null]);
});

test("wait() does not swallow the exit of child_process's children", async () => {
  expect(await run('childProcessAndWait')).toEqual({
    ours: true,
    event: [3, null],
  });
});

test('the same result as a C program gets', async (ctx) => {
  const program = `import os, sys
pid = os.fork()
if pid == 0: os.kill(os.getpid(), 37)
print(os.waitpid(pid, 0)[1])`;
  let status: string;
  try {
    status = execFileSync('python3', ['-c', program], { encoding: 'utf8' });
  } catch (error) {
    return ctx.skip(`no python3: ${(error as Error).message}`);
  }
  const [result] = await run('deaths', ['SIGRTMIN+3']);
  expect(result.status).toBe(Number(status));
});

test('wait3() and wait4() tell what a child has used', async () => {
  const { large, busy, any, nothing } = await run('usage');
  expect(large).toBeGreaterThan(150 * 1024); // KiB
  expect(busy).toMatchObject(exited(5));
  const { utime, stime, ...counts } = busy.rusage;
  expect(utime).toBeGreaterThan(0.1);
  expect(utime + stime).toBeLessThan(5);
  expect(Object.keys(counts).sort()).toEqual([
    'inblock',
    'majflt',
    'maxrss',
    'minflt',
    'nivcsw',
    'nvcsw',
    'oublock',
  ]);
  expect(any[1]).toMatchObject(exited(5, any[0]));
  expect(any[1].rusage.utime).toBeGreaterThan(0.1);
  expect(nothing).toMatchObject({ code: 'ECHILD', syscall: 'wait4' });
});

test('waitid() tells of each change, and can leave the child as it is', async () => {
  const { pid, exits, uid, errors, ...seen } = await run('waitid');
  const info = (codeName: string, code: number, status: number) => ({
    ...{ signo: 17, signal: 'SIGCHLD', code, codeName, pid, uid, status },
  });
  expect(seen).toEqual({
    nothing: null,
    stopped: info('CLD_STOPPED', 5, 19),
    continued: info('CLD_CONTINUED', 6, 18),
    looked: info('CLD_KILLED', 2, 15),
    killed: info('CLD_KILLED', 2, 15),
    group: { ...info('CLD_EXITED', 1, 7), pid: exits },
  });
  expect(errors).toEqual([
    ['ECHILD', 'waitid'],
    ['ECHILD', 'waitid'],
    ['EINVAL', 'waitid'],
    ['EINVAL', 'waitid'],
  ]);
});

test('what changes is told until somebody takes it, or it is over', async () => {
  expect(await run('changes')).toEqual({
    stops: ['CLD_STOPPED', 'CLD_STOPPED', 'CLD_STOPPED'],
    wakes: ['CLD_CONTINUED', 'CLD_CONTINUED'],
    gone: null,
    told: ['continued', null],
    again: 'stopped',
    end: ['CLD_KILLED', 37],
  });
});

test('a stop does not end the wait for an end', async () => {
  expect(await run('stoppedMeanwhile')).toEqual([6, 0]);
});

test("P_PGID with 0 is the caller's group", async () => {
  const result = [true, 'ECHILD'];
  expect(await run('groupOfOurs')).toEqual({ alone: result, beside: result });
});

test('the same of any child, beside one of child_process', async () => {
  expect(await run('changesBeside')).toEqual([
    [
      [true, 'SIGSTOP', null],
      null,
      [true, 'SIGCHLD', 'CLD_KILLED'],
      [true, 'SIGCHLD', 'CLD_KILLED'],
      [true, 'SIGTERM', null],
    ],
    'ECHILD',
  ]);
});

test.each([
  ['SIGCHLD ignored', 'ignore'],
  ['SA_NOCLDWAIT', 'flag'],
])('%s: a wait ends with ECHILD, when all have ended', async (_, way) => {
  expect(await run('ignored', [way])).toEqual({
    one: 'ECHILD',
    left: 2,
    any: 'ECHILD',
    none: 0,
  });
});

test('P_PIDFD', async () => {
  expect(await run('pidfd')).toEqual([
    ...[null, true, 'CLD_KILLED', 12],
    ...['ECHILD', 'ECHILD'],
  ]);
});

test('ids and options that the manual pages refuse', async () => {
  expect(await run('refused')).toEqual({
    noPidfd: 'EBADF',
    otherFd: 'EBADF',
    negativeFd: 'EINVAL',
    pidZero: 'EINVAL',
    negativePid: 'EINVAL',
    negativeGroup: 'EINVAL',
    allIgnoresId: 'ECHILD',
    option: 'EINVAL',
    exited: 'EINVAL',
    noWait: 'EINVAL',
  });
});

test("a child cannot wait for its parent's children", async () => {
  expect(await run('siblings')).toBe(1);
});

test('rusage counts those that the child has waited for', async () => {
  expect(await run('usageOfGrandchildren')).toBeGreaterThan(0.15);
});

test('process 1 waits for the orphans it has adopted', async (ctx) => {
  const options = process1(ctx);
  expect(await run('adopted', [], options)).toEqual([1, 3, false, 7]);
  expect(await run('adoptedBeside', [], options)).toEqual([7, 0]);
});

test('waitpidAsync(): once for each child, whoever else waits', async () => {
  const { ended, ...others } = await run('async');
  expect(ended).toMatchObject(exited(7));
  expect(ended.rusage.maxrss).toBeGreaterThan(1024);
  expect(others).toEqual({
    late: 'ECHILD',
    aborts: ['enough', 'enough'],
    ends: ['ECHILD', 'SIGTERM'],
    gone: 'ECHILD',
  });
});

test('a forked child does not go on with them', async () => {
  expect(await run('asyncAcrossFork')).toEqual(['SIGTERM', 0]);
});

test('waitpidAsync() without a descriptor left: EMFILE, and the child waits', async () => {
  expect(await run('noDescriptors')).toEqual(['EMFILE', 'SIGTERM']);
});

const runReap = async (name: string, args: unknown[] = [], options = {}) => {
  const { report } = await runFixture('posix/reap.mjs', {
    args: [name, ...args.map(String)],
    ...options,
  });
  return report;
};

test('reap() takes what has ended, of ours, and does not wait', async () => {
  expect(await runReap('reap')).toEqual({
    first: [
      [4, true],
      ['SIGRTMIN+3', true],
      [5, true],
    ],
    second: [],
    last: [1, 1],
    none: [],
    exit: [3, null],
  });
});

test('reap() takes adopted ones, too', async (ctx) => {
  const options = process1(ctx);
  expect(await runReap('reapAdopted', [], options)).toEqual([0, [7]]);
});

test('of detached children nothing is left', async () => {
  expect(await runReap('detach', [100])).toBe(100);
});

test('detached children do not keep the process alive', async () => {
  expect(await runReap('unreferenced')).toEqual([0, null, 'TimeoutError\n']);
});

test('who waits for a detached child gets its result', async () => {
  expect(await runReap('waited')).toEqual([6, 6]);
  expect(await runReap('stolen')).toEqual(['SIGTERM', 'ECHILD']);
});

test("detach() refuses what is not this thread's to wait for", async () => {
  expect(await runReap('errors')).toEqual({
    none: noChild(4_194_304),
    stranger: 'ECHILD',
    theirs: 'ECHILD',
    parents: 1,
    ended: 'nothing',
    exit: [0, null],
  });
  expect(await runReap('worker')).toBe('ECHILD');
});

test('a Worker that is ended leaves its waits behind', async () => {
  expect(await runReap('workerEnds')).toBe('SIGKILL');
});
