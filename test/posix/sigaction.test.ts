import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { filtered } from '../support/seccomp.mjs';

const run = async (name: string, args: unknown[] = []) => {
  const { report } = await runFixture('posix/sigaction.mjs', {
    args: [name, ...args.map(String)],
  });
  return report;
};

test('without an action it tells, and changes nothing', async () => {
  expect(await run('query')).toEqual({
    found: [
      ['SIGUSR2', 'SIG_DFL', false],
      ['SIGPIPE', 'SIG_IGN', false],
      ['SIGINT', 'ForeignHandler', true],
      ['SIGKILL', 'SIG_DFL', false],
    ],
    unchanged: true,
  });
});

test('the old action comes back as it was given', async () => {
  expect(await run('roundTrip')).toEqual([
    true,
    [true, ['SIGINT', 'SIGRTMIN'], true],
    true,
    true,
  ]);
});

test('a handler is told where the signal came from', async () => {
  const { seen, main, pid, killed, uid } = await run('sources');
  const usr2 = { signo: 12, signal: 'SIGUSR2', pid: main, uid };
  const seconds = expect.any(Number);
  const times = { utime: seconds, stime: seconds };
  const chld = { signo: 17, signal: 'SIGCHLD', uid, ...times };
  expect(seen).toEqual([
    { ...usr2, code: -6, codeName: 'SI_TKILL' },
    { ...usr2, code: 0, codeName: 'SI_USER' },
    { ...chld, code: 1, codeName: 'CLD_EXITED', pid, status: 7 },
    { ...chld, code: 2, codeName: 'CLD_KILLED', pid: killed, status: 9 },
  ]);
});

test('a handler runs on the event loop', async () => {
  expect(await run('loop')).toEqual([0, 1]);
});

test('kill() and raise() return when the handler has run', async () => {
  const one = [10];
  expect(await run('atOnce')).toEqual(
    ['raise', 'kill', 'group', 'killpg'].flatMap((step) => [step, ...one]),
  );
});

test.for([
  ['waitpid', 'waitpid'],
  ['wait', 'waitpid'],
  ['waitBeside', 'waitpid'],
  ['wait4', 'wait4'],
  ['waitid', 'waitid'],
  ['read', 'read'],
  ['write', 'write'],
  ['open', 'open'],
])('%s: EINTR, and with SA_RESTART none', async ([name, syscall]) => {
  expect(await run('interrupted', [name])).toEqual([
    ['EINTR', syscall, 1],
    [3, '', 1],
  ]);
});

test('a listener of process.on() interrupts nothing', async () => {
  expect(await run('listener')).toEqual([3, ['SIGUSR2', 12]]);
});

test('a signal that comes right before a call ends it, too', async () => {
  expect(await run('neverMissed')).toEqual([0, 3000]);
});

test('a handler that throws', async () => {
  expect(await run('throws')).toEqual({
    raised: 'boom',
    waited: 'boom',
    uncaught: ['boom'],
    other: 1,
  });
});

const nodefer = 0x40000000;
test.for([
  ['in turn', 0, [], ['>SIGUSR1', 'end', '>SIGUSR1', '>SIGUSR2', '>SIGWINCH']],
  [
    'nested with SA_NODEFER',
    nodefer,
    [],
    ['>SIGUSR1', '>>SIGUSR1', '>>SIGUSR2', '>>SIGWINCH', 'end'],
  ],
  [
    'except for the mask',
    nodefer,
    ['SIGUSR2'],
    ['>SIGUSR1', '>>SIGUSR1', '>>SIGWINCH', 'end', '>SIGUSR2'],
  ],
] as const)('handlers run %s', async ([, flags, mask, order]) => {
  expect(await run('nesting', [flags, ...mask])).toEqual(order);
});

test('SA_RESETHAND: once', async () => {
  expect(await run('once')).toMatchObject({ signal: 'SIGTERM' });
});

test('a handler keeps the process alive when it is told to', async () => {
  expect(await run('alive', [true])).toBe('heard\n');
  expect(await run('alive', [false])).toBe('');
  expect(await run('refs')).toEqual([true, false, true]);
});

test('SA_NOCLDSTOP: stops of children are not told', async () => {
  const stops = ['CLD_STOPPED', 'CLD_CONTINUED'];
  expect(await run('stops', ['none'])).toEqual([...stops, 'CLD_KILLED']);
  expect(await run('stops', ['SA_NOCLDSTOP'])).toEqual(['CLD_KILLED']);
});

test('SA_ONSTACK is kept', async () => {
  expect(await run('onStack')).toEqual([1, true]);
});

test.for([
  ['ignore', 3],
  ['default', 'SIGTERM'],
])('%s acts while JavaScript is busy', async ([disposition, end]) => {
  expect(await run('busy', [disposition])).toEqual(end);
});

test.for([
  ['+ours +theirs -ours -theirs', 'ours|ours theirs|theirs|SIG_DFL'],
  ['+ours +theirs -theirs -ours', 'ours|ours theirs|ours|SIG_DFL'],
  ['+theirs +ours -theirs -ours', 'theirs|ours theirs|ours|SIG_DFL'],
  ['+theirs +ours -ours -theirs', 'theirs|ours theirs|theirs|SIG_DFL'],
  ['+ours +theirs -ours +ours', 'ours|ours theirs|theirs|ours theirs'],
] as const)('beside process.on(): %s', async ([steps, heard]) => {
  expect(await run('together', steps.split(' '))).toEqual(heard.split('|'));
});

test('child_process hears of its children beside SIGCHLD of ours', async () => {
  expect(await run('childProcess')).toEqual([true, 0]);
});

test('SIGCHLD ignored: children leave no zombies', async () => {
  expect(await run('childrenIgnored')).toBe(0);
});

test("Node's own handler can be given back", async () => {
  expect(await run('nodesOwn')).toBe('SIGINT');
});

test('what nobody can handle is refused and changes nothing', async () => {
  expect(await run('refused')).toEqual({
    results: Array(4).fill(['EINVAL', 'sigaction']),
    unchanged: true,
    raise: ['EINVAL', 'EINVAL'],
    killpg: {
      kind: 'Error',
      message: 'ESRCH: no such process, killpg 4194304',
      code: 'ESRCH',
      errno: -3,
      syscall: 'killpg',
      pid: 4194304,
    },
    everybody: 'ERR_OUT_OF_RANGE',
  });
});

test("V8's own faults stay V8's; sent ones reach the handler", async () => {
  expect(await run('fault')).toEqual(['RuntimeError', 0, 1]);
});

test('a forked child has the handler, not what was caught before', async () => {
  expect(await run('fork')).toEqual({ child: 1, parent: 1 });
});

test('in a Worker: refused', async () => {
  expect(await run('inWorker')).toEqual(
    Array(2).fill('ERR_WORKER_UNSUPPORTED_OPERATION'),
  );
});

test.for([0, 0x80000000])(
  'a signal that another thread gets interrupts the main thread, flags %i',
  async (flags) => {
    expect(await run('thread', [flags])).toEqual(['EINTR', 1]);
  },
);

test('a change of the action loses no signal that has come', async () => {
  expect(await run('restored')).toBe(1);
  expect(await run('changedMeanwhile')).toBe('SIGUSR2');
  expect(await run('beforeExec')).toEqual([0, 'handled']);
});

test('a handler that throws does not cost a result', async () => {
  expect(await run('resultKept')).toEqual([true, true]);
});

test('5,000 real-time signals: none is lost', async () => {
  expect(await run('storm')).toBe(5000);
});

test('65,536 signals wait at most; the loss of others is told', async () => {
  const [ran, lost, afterwards] = await run('overrun');
  expect([ran + lost, afterwards]).toEqual([65536 + 1000 + 1, 0]);
  // One that another thread has got may come when there is room again.
  expect(lost).toBeGreaterThan(900);
  expect(ran).toBeGreaterThanOrEqual(65537);
});

// As for want of room in the kernel (RLIMIT_SIGPENDING): 297 is
// rt_tgsigqueueinfo(2), 11 EAGAIN.
test('signals that cannot be sent on to the main thread are told', async () => {
  const { report } = await runFixture('posix/sigaction.mjs', {
    ...filtered('297:11'),
    args: ['stranded'],
  });
  expect(report.length).toBeGreaterThan(0);
  for (const source of report) expect(source).toEqual(['SI_USER', 0]);
});

test('signals may come until the process is gone', async () => {
  expect(await run('toTheEnd')).toEqual([0, 0, 0]);
});

test('ignored by the user, SIGPIPE stays ignored across exec', async () => {
  expect(await run('acrossExec')).toEqual([0, 1, 0]);
});
