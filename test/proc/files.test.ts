import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('proc/files.mjs', { args: [name] })).report;

test('stat: each field of the line, in its place', async () => {
  const { text, stat } = await run('stat');
  const values = text.trim().split(' ');
  expect(values).toHaveLength(52);
  expect(Object.keys(stat)).toHaveLength(52);
  expect(Object.values(stat).map((it) => `${it}`.replace(/n$/, ''))).toEqual(
    values.map((it: string) => it.replace(/^\((.*)\)$/, '$1')),
  );
  // The third, the fourth and so on of proc(5).
  const named = ['state', 'ppid', 'flags', 'starttime', 'exit_code'];
  const at = named.map((name) => Object.keys(stat).indexOf(name) + 1);
  expect(at).toEqual([3, 4, 9, 22, 52]);
});

test('a name may look like the rest of the line', async () => {
  for (const [name, comm, Name, ...rest] of await run('names')) {
    expect([comm, Name, ...rest]).toEqual([name, name, true, true, 'S']);
  }
});

test('text may be any bytes', async () => {
  const found = await run('text');
  expect(found.cmdline).toEqual(['f\ufffd', '20', '0']);
  expect(found.bytes).toEqual(['66ff', '3230', '30']);
  expect(found.environ).toEqual({ A: '1=2', B: '', C: 'f\ufffd' });
  expect(found.environBytes).toEqual(['A=1=2', 'B', 'A=3', 'C=f\xff']);
  expect(found.cwd).toMatch(/\/a\nb$/);
  expect(found.cwdBytes).toBe(true);
  expect(found.exe).toMatch(/^\/.*(sleep|coreutils|busybox)$/);
  expect(found.root).toBe('/');
});

test('text may be long', async () => {
  const { env, names, argv, stat } = await run('long');
  expect([env, names, stat]).toEqual([true, 'ABCDEFGHIJ', true]);
  expect(argv).toEqual([120_000, 2, ...Array(2000).fill(100)]);
});

test('a file that is gone, with a line end in its name', async () => {
  const { before, after } = await run('deleted');
  expect(before).toEqual({ exe: true, maps: true });
  expect(after).toEqual({ exe: true, maps: false });
});

test('sets of signals by name', async () => {
  expect(await run('signals')).toEqual({
    SigBlk: ['SIGUSR1', 'SIGRTMIN+3'],
    SigIgn: [],
    SigCgt: [],
    SigPnd: [],
    ShdPnd: [],
    pending: ['SIGUSR1'],
  });
});

test('maps and smaps tell the same, and smaps_rollup its sums', async () => {
  const found = await run('memory');
  expect(found.sums).toEqual(found.rollup);
  expect(found.rss).toBe(found.rollup.Rss);
  expect(`${Number.parseInt(found.resident, 10) * 4}n`).toBe(found.rss);
  expect(found.maps).toEqual(found.ofSmaps);
  expect(found.sizes).toBe(true);
  expect(found.flags.every((flags: string[]) => flags.every(Boolean))).toBe(
    true,
  );
  const hex = (text: string) => BigInt(text.slice(0, -1)).toString(16);
  const lines = found.text.trimEnd().split('\n');
  expect(found.maps).toHaveLength(lines.length);
  for (const [i, line] of lines.entries()) {
    const { start, end, perms, offset, dev, inode, path } = found.maps[i];
    expect(line.split(/ +/).filter(Boolean)).toEqual(
      [
        `${hex(start).padStart(8, '0')}-${hex(end).padStart(8, '0')}`,
        ...[perms, hex(offset).padStart(8, '0'), dev, inode.slice(0, -1)],
        path,
      ].filter(Boolean),
    );
  }
  const paths = found.maps.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(expect.arrayContaining(['[stack]', '[vdso]']));
});

test('descriptors, and what there is to say of each', async () => {
  const found = await run('fds');
  expect(found).toMatchObject({ file: true, pipe: true, sorted: true });
  expect(found.info).toMatchObject({ pos: '2n' });
  expect(found.info.flags & found.flags).toBe(found.flags);
  expect(found.inode).toBe(true);
  expect(found.counter).toEqual(['11']); // hexadecimal
  expect(found.watched).toEqual([expect.stringMatching(/^wd:\S+ ino:/)]);
  expect(found.ofChild.slice(0, 3)).toEqual([0, 1, 2]);
  expect(found.closed.code).toBe('ENOENT');
});

test('limits by name', async () => {
  const { NOFILE, CORE, FSIZE, names } = await run('limits');
  expect(FSIZE).toEqual({ soft: `${2n ** 64n - 2n}n`, hard: FSIZE.soft });
  expect(NOFILE).toEqual({ soft: '77n', hard: '99n' });
  expect(CORE).toMatchObject({ soft: '0n' });
  expect(names).toHaveLength(16);
});

test('the threads, each with its numbers', async () => {
  const { main, count, states } = await run('tasks');
  expect([main, count]).toEqual([true, true]);
  expect(states.length).toBeGreaterThan(3);
  expect(states.every((state: string) => /^[RSDI]$/.test(state))).toBe(true);
});

test('io, oom, auxv, cgroup, wchan', async () => {
  const { io, oom, auxv, cgroup, text, wchan } = await run('accounts');
  expect(io).toEqual(['1000n', '1n']);
  expect(oom).toEqual([true, 500]);
  expect(auxv).toEqual(['4096n', true]);
  type Row = { hierarchy: number; controllers: string[]; path: string };
  const lines = cgroup.map((row: Row) =>
    [row.hierarchy, row.controllers.join(','), row.path].join(':'),
  );
  expect(lines.join('\n')).toBe(text.trimEnd());
  if (wchan !== null) expect(wchan).toMatch(/nanosleep/);
});

const empty = {
  ...{ cmdline: [], environ: {}, exe: null, cwd: null, root: null },
  ...{ maps: [], smaps: [], fds: [], auxv: {} },
};

test('a zombie is no error', async () => {
  const { pid, fdinfo, ...found } = await run('zombie');
  expect(fdinfo).toMatchObject({ code: 'ENOENT', pid });
  for (const [name, { returned, code }] of Object.entries<{
    returned?: unknown;
    code?: string;
  }>(found))
    expect([name, code, returned !== undefined]).toEqual([
      name,
      undefined,
      true,
    ]);
  const returned = (name: string) => found[name].returned;
  expect(returned('stat')).toMatchObject({ pid, state: 'Z', vsize: '0n' });
  expect(returned('status')).toMatchObject({ Pid: pid, State: 'Z' });
  for (const [name, value] of Object.entries(empty))
    expect([name, returned(name)]).toEqual([name, value]);
  expect(returned('smapsRollup')).toMatchObject({ Rss: '0n', Pss: '0n' });
  expect(returned('statm')).toMatchObject({ size: '0n', resident: '0n' });
});

test('a process that ends meanwhile has what it has', async () => {
  expect(await run('dying')).toBe(0);
});

test('what is gone is ESRCH, with its pid', async () => {
  const { pid, ...found } = await run('gone');
  for (const [name, error] of Object.entries<{ message: string }>(found)) {
    expect([name, error]).toMatchObject([
      name,
      { kind: 'Error', code: 'ESRCH', errno: -3, pid },
    ]);
    expect(error.message).toMatch(/^ESRCH: no such process, \w+ \d+$/);
  }
});

test("what is somebody else's is EACCES, but for what all may see", async (ctx) => {
  if (process.getuid?.() !== 0)
    return ctx.skip('it takes root to be two users');
  const { code, target, living, zombie } = await run('denied');
  expect(code).toBe(0);
  const secret = ['environ', 'maps', 'smaps', 'smapsRollup', 'exe', 'cwd'];
  for (const name of [...secret, 'root', 'fds', 'auxv', 'io'])
    expect([name, living[name]]).toMatchObject([
      name,
      { code: 'EACCES', pid: target },
    ]);
  for (const name of ['stat', 'status', 'statm', 'cmdline', 'cgroup', 'tasks'])
    expect([name, living[name].code]).toEqual([name, undefined]);
  for (const [name, it] of Object.entries<{ code?: string }>(zombie))
    expect([name, it.code]).toEqual([name, undefined]);
});

test('the numbers are those of ps', async () => {
  const { ps, ours } = await run('ps');
  expect(ours).toEqual(ps);
});

test('a thread of the kernel', async (ctx) => {
  const found = await run('kernelThread');
  if (!found) return ctx.skip('/proc shows no thread of the kernel here');
  for (const [name, value] of Object.entries(empty))
    if (name !== 'cwd' && name !== 'root' && name !== 'environ')
      expect([name, found[name].returned]).toEqual([name, value]);
});

test('a thread that ends meanwhile is left out, of a zombie too', async () => {
  expect(await run('endingThread')).toEqual([[true, 'Z']]);
});

test('bad input is refused by name', async () => {
  const { pids, encoding, fd, root } = await run('refused');
  const range = 'ERR_OUT_OF_RANGE';
  const type = 'ERR_INVALID_ARG_TYPE';
  expect(pids).toEqual([
    ...[range, range, range, range, range],
    ...[type, type, type, type],
  ]);
  expect(encoding).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  expect([fd, root]).toMatchObject([{ code: range }, { code: range }]);
});
