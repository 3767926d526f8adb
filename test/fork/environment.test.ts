// fork() in unusual environments: it works or is refused by name. It never
// crashes and never hangs.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { install } from '../support/installed.mjs';
import { need } from '../support/need.js';
import { runFixture } from '../support/run-fixture.mjs';
import { runtime } from '../support/runtimes.mjs';
import { filtered } from '../support/seccomp.mjs';

type Options = Parameters<typeof runFixture>[1];

const fixtures = path.join(import.meta.dirname, '../fixtures');
const scratch = mkdtempSync(path.join(tmpdir(), 'environment-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const run = async (name: string, options: Options = {}) => {
  const args = [name, ...(options?.args ?? [])];
  return (await runFixture('fork/environment.mjs', { ...options, args }))
    .report;
};

/** Options that start Node through another command. */
const under = (...command: string[]): Options => ({
  nodeBin: command[0] as string,
  execArgv: [...command.slice(1), process.execPath],
});

function needRoot(ctx: TestContext) {
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
}

const ended = (code: number) => code << 8;
const works = {
  support: { supported: true },
  results: [ended(7), ended(7), ended(7)],
  proc: true,
};
const refused = (reason: RegExp, results = 3) => ({
  support: {
    supported: false,
    code: 'ERR_FORK_UNSUPPORTED',
    reason: expect.stringMatching(reason),
  },
  results: Array(results).fill({
    code: 'ERR_FORK_UNSUPPORTED',
    message: expect.stringMatching(reason),
  }),
});

const version = Number(process.versions.node.split('.')[0]);

test('an ordinary one', async () => {
  expect(await run('plain')).toEqual(works);
});

describe('jemalloc under LD_PRELOAD', () => {
  const library = ['x86_64-linux-gnu/', '', '64/']
    .map((folder) => `/usr/lib${folder === '64/' ? folder : `/${folder}`}`)
    .map((folder) => `${folder}libjemalloc.so.2`)
    .find((file) => existsSync(file));

  test.for([undefined, 'background_thread:true'])('%s', async (conf, ctx) => {
    if (!library) return ctx.skip('there is no libjemalloc.so.2');
    const env = { LD_PRELOAD: library, MALLOC_CONF: conf };
    expect(await run('warm', { env })).toEqual(works);
  });
});

describe('Node writes files of its own', () => {
  const folder = (name: string) => {
    const created = path.join(scratch, name);
    mkdirSync(created);
    return created;
  };
  const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const files = (name: string) =>
    readdirSync(name).map((file) => path.join(name, file));

  test('--cpu-prof', async () => {
    const profiles = folder('profiles');
    const execArgv = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    expect(await run('warm', { execArgv })).toEqual(works);
    expect(files(profiles).length).toBeGreaterThan(0);
    for (const file of files(profiles))
      expect(json(file).nodes.length).toBeGreaterThan(1);
  });

  test('--prof', async () => {
    const logs = folder('logs');
    const execArgv = ['--prof', `--logfile=${logs}/v8.log`];
    expect(await run('plain', { execArgv })).toEqual(works);
    expect(files(logs)).not.toEqual([]);
  });

  test('NODE_V8_COVERAGE: each process its own', async () => {
    const coverage = folder('coverage');
    const env = { NODE_V8_COVERAGE: coverage };
    expect(await run('plain', { env })).toEqual(works);
    const pids = files(coverage).map((file) => {
      expect(json(file).result.length).toBeGreaterThan(1);
      return path.basename(file).split('-')[1];
    });
    expect(new Set(pids).size).toBe(4);
  });

  test('--report-on-signal: each process its own', async () => {
    const reports = folder('reports');
    const execArgv = ['--report-on-signal', `--report-directory=${reports}`];
    const { results } = await run('reportOnSignal', { execArgv });
    expect(results).toEqual([ended(7)]);
    const pids = files(reports).map((file) => json(file).header.processId);
    expect(new Set(pids).size).toBe(2);
  });

  test('--trace-event-categories', async () => {
    const traces = folder('traces');
    const execArgv = [
      '--trace-event-categories=v8,node',
      `--trace-event-file-pattern=${traces}/\${pid}.log`,
    ];
    expect(await run('plain', { execArgv })).toEqual(works);
  });
});

describe('--permission', () => {
  const flag = version === 20 ? '--experimental-permission' : '--permission';
  const allowed = ['--allow-fs-read=*', '--allow-fs-write=*'];

  test('with --allow-addons', async () => {
    const execArgv = [flag, ...allowed, '--allow-addons'];
    expect(await run('plain', { execArgv })).toEqual(works);
  });

  test('without it', async () => {
    const execArgv = [flag, ...allowed];
    const expected = refused(/the addon of posix-proc does not load here/);
    expect(await run('plain', { execArgv })).toMatchObject(expected);
  });

  test('with a Worker that was there first', async (ctx) => {
    if (version === 20) ctx.skip('Node 20 lets the inspector be used');
    const more = ['--allow-addons', '--allow-worker', '--allow-child-process'];
    const { report } = await runFixture('fork/refusals.mjs', {
      args: ['earlierWorker'],
      execArgv: [flag, ...allowed, ...more],
    });
    expect(report).toMatchObject({
      live: { code: 'ERR_FORK_WORKERS' },
      after: true,
    });
  });
});

describe('traced', () => {
  test('by strace -f', async (ctx) => {
    need(ctx, 'strace', '-f', '-o', '/dev/null', 'true');
    const options = under('strace', '-f', '-o', '/dev/null');
    expect(await run('plain', options)).toEqual(works);
  });

  test('by gdb', async (ctx) => {
    need(ctx, 'gdb', '--version');
    const { skip, ...result } = await run('debugger');
    if (skip) ctx.skip(skip);
    const { results, proc } = works;
    expect(result).toEqual({ results, proc, traced: true });
  });
});

describe('a seccomp filter', () => {
  // Numbers of x86-64; 38 is ENOSYS, 1 EPERM.
  const threads = 0x10000; // CLONE_THREAD
  const docker = [
    ...['435:38', `56&${0x7e020000}:1`], // clone3, clone of namespaces
    ...['425:1', '426:1', '427:1'], // io_uring
    ...['272:1', '308:1', '438:1', '440:1'], // unshare, setns, pidfd_getfd, …
    ...['237:1', '238:1', '239:1', '298:1', '321:1', '323:1'],
  ];
  test.for([
    ["what docker's default profile forbids", docker],
    ['rseq', ['334:1']],
    ['rseq unknown', ['334:38']],
    ['get_robust_list', ['274:1']],
    ['mincore', ['27:1']],
    ['mremap', ['25:1']],
    ['mremap unknown', ['25:38']],
  ] as const)('works: %s', async ([, rules], ctx) => {
    const options = filtered(...rules);
    need(ctx, 'python3', ...options.execArgv, '-e', '0');
    expect(await run('plain', options)).toEqual(works);
  });

  test.for([
    ['clone of processes', [`56!${threads}:1`], /fork|clone/],
    ['clone of threads', [`56&${threads}:1`], /fork|clone/],
    ['rt_tgsigqueueinfo', ['297:1'], /rt_tgsigqueueinfo/],
    ['timerfd_create', ['283:1'], /timerfd_create|fork/],
  ] as const)('is refused: %s', async ([, rules, reason], ctx) => {
    const options = filtered(...rules);
    need(ctx, 'python3', ...options.execArgv, '-e', '0');
    const { results } = await run('plain', options);
    for (const result of results)
      expect(result).toMatchObject({
        code: expect.stringMatching(/^(ERR_FORK_UNSUPPORTED|EPERM|ENOSYS)$/),
        message: expect.stringMatching(reason),
      });
  });
});

describe('/proc', () => {
  test('is not there', async (ctx) => {
    need(ctx, 'unshare', '-m', 'umount', '-l', '/proc');
    const command = ['-c', 'umount -l /proc && exec "$@"', 'sh'];
    const options = under('unshare', '-m', 'sh', ...command);
    expect(await run('plain', options)).toEqual({
      ...refused(/\/proc/),
      proc: false,
    });
  });

  test('goes and comes back', async (ctx) => {
    need(ctx, 'unshare', '-m', 'mount', '-t', 'tmpfs', 'none', '/proc');
    expect(await run('procGoes', under('unshare', '-m'))).toEqual({
      before: [ended(7)],
      gone: refused(/\/proc/, 2),
      after: [ended(7)],
      proc: true,
    });
  });

  test('shows processes only', async (ctx) => {
    const mount = 'mount -t proc -o subset=pid proc /proc';
    need(ctx, 'unshare', '-m', 'sh', '-c', mount);
    const command = ['-c', `${mount} && exec "$@"`, 'sh'];
    const options = under('unshare', '-m', 'sh', ...command);
    expect(await run('plain', options)).toEqual(works);
  });
});

describe('privileges', () => {
  test.for(['dropped', 'droppedAtOnce'])('%s', async (name, ctx) => {
    needRoot(ctx);
    expect(await run(name)).toMatchObject(works);
  });

  test('in a user namespace', async (ctx) => {
    need(ctx, 'unshare', '-Ur', 'true');
    expect(await run('plain', under('unshare', '-Ur'))).toEqual(works);
  });
});

describe('no more processes: EAGAIN, and it works again later', () => {
  const eagain = {
    code: 'EAGAIN',
    message: expect.stringContaining('resource temporarily unavailable'),
    syscall: expect.any(String),
  };

  test('RLIMIT_NPROC', async (ctx) => {
    needRoot(ctx);
    need(ctx, 'setpriv', '--version');
    need(ctx, 'prlimit', '--version');
    expect(await run('limited')).toEqual({
      refused: eagain,
      hooks: [0, -1],
      results: [ended(7), ended(7)],
      proc: true,
    });
  });

  test('pids.max', async (ctx) => {
    const group = controlGroup();
    if (!group) return ctx.skip('there is no control group to limit pids with');
    try {
      expect(await run('grouped', { args: [group] })).toEqual({
        refused: eagain,
        results: [ended(7), ended(7)],
        proc: true,
      });
    } finally {
      rmdirSync(group);
    }
  });

  /** A control group of our own with a limit on pids, if there can be one. */
  function controlGroup(): string | undefined {
    for (const parent of ['/sys/fs/cgroup/pids', '/sys/fs/cgroup']) {
      const group = path.join(parent, `posix-proc-${process.pid}`);
      try {
        mkdirSync(group);
        if (existsSync(path.join(group, 'pids.max'))) return group;
        rmdirSync(group);
      } catch {
        // Not mounted, or not ours to change.
      }
    }
    return undefined;
  }
});

describe('other runtimes', () => {
  const folder = path.join(scratch, 'elsewhere');
  install(folder);
  cpSync(path.join(fixtures, 'elsewhere.mjs'), path.join(folder, 'probe.mjs'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const probe = path.join(folder, 'probe.mjs');

  type Outcome = { code?: unknown; returned?: unknown };

  /** Every call returned something or threw an error with a code. */
  function expectRefused(report: Record<string, Outcome>, runtime: string) {
    const { forkSupport, fork, forkChild, ...others } = report;
    const code = 'ERR_FORK_UNSUPPORTED';
    expect(forkSupport?.returned).toEqual({
      supported: false,
      code,
      reason: `this is ${runtime}, not Node`,
    });
    expect([fork, forkChild]).toEqual([{ code }, { code }]);
    for (const [name, { code: error, returned }] of Object.entries(others)) {
      if (returned === undefined)
        expect([name, error]).toEqual([
          name,
          expect.stringMatching(/^E[A-Z_]+$/),
        ]);
    }
    expect(others.WEXITSTATUS).toEqual({ returned: 3 });
    expect(others['bad input']).toEqual({ code: 'ERR_INVALID_ARG_TYPE' });
  }

  test.for([
    ['bun', 'Bun', []],
    ['deno', 'Deno', ['run', '-A', '--no-lock']],
  ] as const)('%s', async ([name, title, execArgv], ctx) => {
    let program: string;
    try {
      program = runtime(name);
    } catch (error) {
      return ctx.skip(`npm does not give ${name}: ${(error as Error).message}`);
    }
    const { stdout } = await runFixture(probe, {
      nodeBin: program,
      execArgv: [...execArgv],
    });
    expectRefused(JSON.parse(stdout), title);
  });

  test('Electron, by its version', async () => {
    const preload = path.join(scratch, 'electron.cjs');
    writeFileSync(
      preload,
      `const value = { ...process.versions, electron: '30.0.0' };
       Object.defineProperty(process, 'versions', { value });`,
    );
    const { stdout } = await runFixture(probe, {
      execArgv: ['--require', preload],
    });
    expectRefused(JSON.parse(stdout), 'Electron');
  });
});
