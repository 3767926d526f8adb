import { beforeAll, describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { straceProblem } from '../support/strace.mjs';

const full = process.env.SCENARIOS === 'full';
const cycles = full ? 500 : 5;
const deadlineMs = full ? 1_800_000 : 50_000;

const run = async (...args: string[]) =>
  (await runFixture('daemon/daemonize.mjs', { args, deadlineMs })).report;

describe('S24: what daemon(7) asks for', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the fixture reports
  let found: any;
  beforeAll(async () => {
    found = await run('steps');
  });

  test('1: of what was open, what is meant stays', () => {
    expect(found.others).toEqual(['/etc/group']);
    expect(found.inside).toMatchObject({ reused: false, text: '', kept: true });
  });

  test('2: nothing is ignored but by Node; listeners stay', () => {
    expect(found.SigIgn).toEqual(['SIGPIPE', 'SIGXFSZ']);
    expect(found.inside.listens).toBe(1);
  });

  test('3: nothing is blocked', () => {
    expect(found.SigBlk).toEqual([]);
  });

  test('4: the environment is not of a terminal', () => {
    expect(found.inside.env).not.toContain('TERM');
    expect(found.inside.env).not.toContain('PWD');
    expect(found.inside.env).toContain('PATH');
  });

  test('5, 6, 7: a session of its own, which it does not lead', () => {
    expect(found).toMatchObject({ session: true, terminal: [0, -1] });
  });

  test('8: who led it has ended', () => {
    expect(found).toMatchObject({ leader: false, parent: true });
  });

  test('9: standard input, output and error', () => {
    expect(found.stdio).toEqual(['null', 'server.log', 'server.log']);
  });

  test('10: the umask', () => {
    expect(found.Umask).toBe(0o022);
  });

  test('11: the folder', () => {
    expect(found.cwd).toBe('/');
  });

  test('12: the pid file, locked', () => {
    expect(found).toMatchObject({
      pidFile: true,
      locked: 'ERR_PID_FILE_LOCKED',
      after: 'done',
    });
  });

  test('13: privileges', (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip('only root has privileges to drop');
    expect(found.user).toBe(true);
  });

  test('14, 15: the end of who was called', () => {
    expect(found).toMatchObject({ code: 0, stderr: '' });
  });

  test('and the server answers', () => {
    expect(found.answers).toBe(true);
  });
});

const before = (what: string) => `The daemon ${what} before it was ready\n`;

test.each([
  ['ready', 0, ''],
  ['caught', 0, ''],
  ['fail', 1, 'there is\nno \0 port: ü\n'],
  ['failLong', 1, 300_001],
  ['failBadly', 1, expect.stringContaining('"message" argument')],
  ['throw', 1, expect.stringMatching(/^Error: it cannot\n +at /)],
  ['reject', 1, expect.stringMatching(/^Error: it cannot\n +at /)],
  ['exit', 3, before('exited with 3')],
  ['exit0', 1, before('exited with 0')],
  ['nothing', 1, before('exited with 0')],
  ['kill', 128 + 9, before('was killed by SIGKILL')],
])('%s: the end of who was called is %s', async (how, status, message) => {
  expect(await run('ends', how)).toEqual([status, message]);
});

test('what fails later is not told to anybody', async () => {
  expect(await run('failLater')).toEqual([0, '', 'too late\n']);
});

test('a worker that lives on does not keep anybody waiting', async () => {
  const message = before('was killed by SIGKILL');
  expect(await run('worker')).toEqual([128 + 9, message, true]);
});

test('who was called waits until it is ready', async () => {
  expect(await run('waits')).toEqual([true, 0, true]);
});

test('a signal ends the waiting, whatever the program does at it', async () => {
  expect(await run('interrupted', 'SIGTERM')).toEqual(['SIGTERM', true]);
});

test('connections go on', async () => {
  expect(await run('connection')).toEqual([true, true, 2, true]);
});

test.each([
  ['pipe', false],
  ['terminal', true],
])('streams that were in use: a %s', async (kind, isTTY) => {
  const { inside, ...seen } = await run('streams', kind);
  expect(seen).toEqual({
    descriptors: [],
    printed: 'before\n',
    log: 'as ever\nand errors\nby console\nlate\n',
  });
  expect(inside).toEqual({
    wasTTY: isTTY,
    isTTY: false,
    ended: ['new end'],
  });
});

test('what was not read yet is not lost', async () => {
  expect(await run('full')).toEqual([400_000, 'after']);
});

test("stdio: 'inherit', chdir: false", async () => {
  const output = 'before\nas ever\nby console\nlate\n';
  expect(await run('inherit')).toEqual([true, output]);
});

test('beside Workers it is refused, and nothing has happened', async () => {
  expect(await run('workers')).toEqual([5, true, 'ERR_FORK_WORKERS']);
});

test('a daemon becomes another one only when it is ready', async () => {
  const { report } = await runFixture('daemon/daemonize-twice.mjs', {
    args: ['twice'],
  });
  expect(report).toEqual(['ERR_INVALID_STATE', true, true]);
});

test('the environment is of the user that it becomes', async (ctx) => {
  if (process.getuid?.() !== 0) ctx.skip('only root can become somebody else');
  const { report } = await runFixture('daemon/daemonize-user.mjs', {
    args: ['environments'],
  });
  const { seen, nobody } = report;
  const kept = ['of root', 'of root', 'of root', 'of root'];
  expect(seen).toEqual([nobody, [null, null, null, null], kept]);
});

test('what no daemon can start with', async () => {
  const no = 'no such file or directory';
  const says = (text: string) => expect.stringContaining(text);
  expect(await run('impossible')).toEqual({
    chdir: [1, says(`ENOENT: ${no}, chdir '/none'`)],
    stdio: [1, says(`ENOENT: ${no}, open '/none/log'`)],
    folder: [1, says("EISDIR: is a directory, open '/folder'")],
    pidFile: [1, says(`ENOENT: ${no}, open '/none/pid'`)],
    user: [1, says('User identifier does not exist: no such user')],
    keepFds: [1, says('EBADF: bad file descriptor, fcntl')],
    taken: [1, true],
  });
});

describe('S24: a system call that fails', () => {
  const problem = straceProblem();
  test.for([
    ['clone', 'EAGAIN', '1'],
    ['clone', 'EAGAIN', 'second'],
    ['setsid', 'EPERM', '1'],
    ['openat', 'EMFILE', '1'],
    ['dup2', 'EIO', '1'],
    ['dup2', 'EIO', '2'],
    ['dup2', 'EIO', '3'],
    ['chdir', 'EIO', '1'],
    ['flock', 'EIO', '1'],
    ['setresuid', 'EAGAIN', '1'],
  ])('%s: %s, %s', async (injected, ctx) => {
    if (problem) ctx.skip(problem);
    if (injected[0] === 'setresuid' && process.getuid?.() !== 0)
      ctx.skip('only root has privileges to drop');
    const [status, message, started, pidFile] = await run(
      'injected',
      ...injected,
    );
    expect(message).toContain(injected[1]);
    // It was made, but could not be locked.
    const made = injected[0] === 'flock';
    expect([status, started, pidFile]).toEqual([1, false, made]);
  });
});

test('S24: start and stop', { timeout: deadlineMs + 10_000 }, async () => {
  expect(await run('cycles', `${cycles}`)).toBe(cycles);
});
