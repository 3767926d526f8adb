import { execFileSync } from 'node:child_process';
import { describe, expect, type TestContext, test } from 'vitest';
import { getpwnam } from '../../dist/index.js';
import { runFixture } from '../support/run-fixture.mjs';
import { straceProblem } from '../support/strace.mjs';

const run = async (name: string, command: string[] = []) => {
  const [nodeBin, ...execArgv] = [...command, process.execPath];
  const file = 'daemon/drop-privileges.mjs';
  const args = [name];
  return (
    await runFixture(file, { args, nodeBin: nodeBin as string, execArgv })
  ).report;
};

/** Skips, and says so, where root or a command is missing. */
function need(ctx: TestContext, ...command: string[]) {
  if (process.getuid?.() !== 0) ctx.skip('only root has privileges to drop');
  try {
    if (command[0]) execFileSync(command[0], [...command.slice(1), 'true']);
  } catch (error) {
    ctx.skip(`needs ${command.join(' ')}: ${(error as Error).message}`);
  }
}

const kept = 'ERR_PRIVILEGES_KEPT';

test('every thread is somebody else, before and after forks', async (ctx) => {
  need(ctx);
  const { expected, ...found } = await run('everyThread');
  const forked = [expected, expected, 0];
  expect(found).toEqual({
    child: [expected, forked],
    ...{ here: expected, inWorker: true, after: forked, code: 7 },
    program: true,
  });
});

test('there is no way back', async (ctx) => {
  need(ctx);
  expect(await run('wayBack')).toEqual([...Array(10).fill('EPERM'), 'done']);
});

test('users and groups by name and by number', async (ctx) => {
  const own = ['unshare', '-m'];
  need(ctx, ...own);
  const ids = (uid: number, gid: number, ...groups: number[]) =>
    [Array(3).fill(uid), Array(3).fill(gid), groups].join(' ');
  const www = ids(5001, 6001, 6001, 6003, 6004);
  expect(await run('names', own)).toEqual([
    ...[www, www, www],
    ids(5002, 6002, 6002), // the user whose name is 77
    ids(77, 6003, 6003), // no entry: no groups but that
    ids(5001, 6003, 6003, 6004),
    ids(5001, 7777, 6003, 6004, 7777),
    ids(5001, 6001),
    ids(5001, 6004, 9, 6001, 6003),
  ]);
});

test('who is not there is refused before anything is changed', async () => {
  const unknown = 'ERR_UNKNOWN_CREDENTIAL';
  const found: { code: string; message: string; same: boolean }[] =
    await run('unknown');
  expect(found.every(({ same }) => same)).toBe(true);
  expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    `${unknown}: User identifier does not exist: no such user`,
    `${unknown}: User identifier does not exist: `,
    `${unknown}: User 4000000001 has no entry in passwd(5): credentials.group must say which group`,
    `${unknown}: Group identifier does not exist: no such group`,
    `${unknown}: Group identifier does not exist: no such group`,
    "ERR_INVALID_ARG_VALUE: The property 'credentials.user' must not be root. Received 'root'",
    "ERR_INVALID_ARG_VALUE: The property 'credentials.user' must not be root. Received 0",
  ]);
});

test('who is not root can be itself only', async () => {
  const [itself, listed, ...refused] = await run('unprivileged');
  expect([itself, listed]).toEqual(['done', 'done']);
  expect(refused).toEqual(
    Array(3).fill(expect.objectContaining({ code: 'EPERM', same: true })),
  );
});

test("it is the main thread's", async () => {
  expect(await run('worker')).toBe('ERR_WORKER_UNSUPPORTED_OPERATION');
});

test('nothing is changed where io_uring would not follow', async (ctx) => {
  need(ctx);
  const [nodes, { code, same }] = await run('ioUring', [
    ...['env', 'UV_USE_IO_URING=1'],
  ]);
  if (nodes === 'done') expect(code).toBe(undefined);
  else expect([code, same]).toEqual([nodes, true]);
});

test('nothing is changed without /proc', async (ctx) => {
  const own = ['unshare', '-m'];
  need(ctx, ...own, 'sh', '-c', 'mount -t tmpfs none /proc');
  expect(await run('withoutProc', own)).toMatchObject({
    code: 'ENOENT',
    same: true,
  });
});

describe('capabilities', () => {
  const none = '0'.repeat(16);
  const binding = '+net_bind_service';

  test('go with the user id 0, ambient ones too', async (ctx) => {
    const handedOn = ['--inh-caps', binding, '--ambient-caps', binding];
    need(ctx, 'setpriv', ...handedOn);
    const nobody = getpwnam('nobody');
    const inheritable = 1024; // is no privilege by itself
    const [before, seen, after] = await run('ambient', [
      'setpriv',
      ...handedOn,
    ]);
    expect(before[0]).toBe(1);
    expect(Number(`0x${before[1]}`) & inheritable).toBe(inheritable);
    expect(seen).toEqual([
      expect.stringContaining(`${nobody?.uid} `.repeat(3)),
    ]);
    expect(seen[0].split(',').slice(-3)).toEqual([none, none, none]);
    expect(after).toBe(before[1]);
  });

  test('that are kept are refused', async (ctx) => {
    need(ctx);
    const { main, other } = await run('keepcaps');
    expect(main).toEqual([
      {
        ...{ code: kept, kind: 'Error', same: true },
        message: 'Capabilities would be kept, as setKeepcaps() has asked',
      },
      1,
    ]);
    expect(other).toEqual([kept, 'Thread N still has capabilities']);
  });

  test('of who is not root are refused', async (ctx) => {
    need(ctx);
    expect(await run('capabilities')).toMatchObject({
      ...{ code: kept, same: true },
      message: 'Capabilities would be kept: they are not due to the user id 0',
    });
  });

  test('that securebits keep are found afterwards', async (ctx) => {
    const command = ['setpriv', '--securebits', '+no_setuid_fixup'];
    need(ctx, ...command);
    const { result } = await run('half', command);
    expect(result.slice(0, 2)).toEqual([
      kept,
      'Thread N still has capabilities',
    ]);
  });
});

describe('under strace', () => {
  const calls = ['setgroups', 'setresgid', 'setresuid'];
  const nobody = getpwnam('nobody');
  const uids = `${Array(3).fill(nobody?.uid)}`;
  const gids = `${Array(3).fill(nobody?.gid)}`;
  const root = '0,0,0';
  const problem = straceProblem();

  async function half(ctx: TestContext, inject?: string) {
    need(ctx);
    if (problem) ctx.skip(problem);
    const interfere = inject ? ['-e', `inject=${inject}`] : [];
    return run('half', [
      ...['strace', '-f', '-o', 'log', '-e', `trace=${calls}`],
      ...interfere,
    ]);
  }

  test('groups go first, the user last', async (ctx) => {
    const { result, calls: made } = await half(ctx);
    expect(result).toEqual([null, '', uids, gids, '5,6']);
    expect(made).toEqual(calls);
  });

  test.for([
    // What looks as if it had worked.
    ['setgroups:retval=0', kept, /^Thread N still has groups/, uids, gids],
    ['setresgid:retval=0', kept, /^Thread N still has group ids/, uids, root],
    ['setresuid:retval=0', kept, /^Thread N still has user ids/, root, gids],
    // What works once more.
    [
      ...['setgroups:retval=0:when=2+', kept],
      ...[/way back: setgroups\(\)$/, uids, gids],
    ],
    [
      ...['setresgid:retval=0:when=2+', kept],
      ...[/way back: setegid\(N\)$/, uids, gids],
    ],
    [
      ...['setresuid:retval=0:when=2+', kept],
      ...[/way back: seteuid\(N\)$/, uids, gids],
    ],
    // What fails.
    ['setresuid:error=EAGAIN', 'EAGAIN', /setresuid$/, root, gids],
  ] as [string, string, RegExp, string, string][])(
    '%s',
    async ([inject, code, message, uid, gid], ctx) => {
      const { result } = await half(ctx, inject);
      expect(result.slice(0, 4)).toEqual([
        code,
        expect.stringMatching(message),
        ...[uid, gid],
      ]);
    },
  );
});
