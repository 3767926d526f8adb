import { stripVTControlCharacters } from 'node:util';
import { expect, type TestContext, test } from 'vitest';
import { needCompiler } from '../support/need.js';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('cli/maps.mjs', { args: [name], deadlineMs: 60_000 }))
    .report;

const compiled = (name: string, ctx: TestContext) => {
  needCompiler(ctx);
  return run(name);
};

test('a line for each mapping, as the kernel has it', async (ctx) => {
  const found = await compiled('mappings', ctx);
  expect(Object.keys(found)).toEqual(['pie', 'exec', 'node']);
  for (const { theirs, own } of Object.values<Record<string, string[]>>(
    found,
  )) {
    expect(theirs?.length).toBeGreaterThan(10);
    expect(own).toEqual(theirs);
  }
});

test('sizes and RSS are those of pmap -x, totals too', async (ctx) => {
  const found = await compiled('extended', ctx);
  for (const { theirs, own } of Object.values<Record<string, string[][]>>(
    found,
  )) {
    expect(theirs?.at(-1)?.[0]).toBe('total');
    expect(own).toEqual(theirs);
  }
});

test('sections are where the process has their symbols', async (ctx) => {
  const { pie, exec } = await compiled('sections', ctx);
  for (const it of [pie, exec])
    expect(it).toEqual({
      title: 'PID: ./a.out a?b',
      symbols: [
        ['.text', '.text', 'r-xp', 'AX'],
        ['.rodata', '.rodata', 'r--p', 'A'],
        ['.data', '.data', 'rw-p', 'WA'],
        ['.bss', '.bss', 'rw-p', 'WA'],
      ],
    });
});

test('JSON', async (ctx) => {
  const { same, file, first, text, figures, plain } = await compiled(
    'json',
    ctx,
  );
  expect([same, text]).toEqual([true, ['.text', true]]);
  expect([first.inode, first.path, first.dev]).toEqual(file);
  expect(first).toMatchObject({ perms: 'r--p', offset: '0x0' });
  expect(first.bias).toBe(first.start);
  expect(first.sections[0]).toMatchObject({
    ...{ name: '.interp', type: 'PROGBITS', flags: 'A' },
    start: expect.stringMatching(/^0x[0-9a-f]+$/),
  });
  expect(plain).not.toContain('Rss');
  for (const [rss, pss, dirty, flags] of figures) {
    expect(rss).toBeGreaterThanOrEqual(pss);
    expect([typeof dirty, Array.isArray(flags)]).toEqual(['number', true]);
  }
});

test('a zombie and a thread of the kernel have none', async () => {
  const { zombie, json, kernel } = await run('empty');
  const none = /^(PID|2): \[.*\]\nIt has no memory of its own: .*\n$/;
  expect(zombie).toMatchObject({ status: 0, stderr: '' });
  expect(zombie.stdout).toMatch(none);
  expect(JSON.parse(json.stdout)).toEqual([]);
  if (kernel) expect(kernel.stdout).toMatch(none);
});

test('a process that is gone', async () => {
  expect(await run('gone')).toEqual({
    ...{ status: 1, stdout: '' },
    stderr: 'error: no process PID to be seen\n',
  });
});

test("somebody else's process", async (ctx) => {
  const denied = await run('denied');
  if (!denied) return ctx.skip('it takes root to be two users');
  const message = 'error: the memory of process PID is not yours to see';
  expect(denied).toEqual({ told: [message], status: 1 });
});

test('lines are cut at the width of a terminal, with no colour if so asked', async (ctx) => {
  const { whole, narrow, plain } = await compiled('terminal', ctx);
  const cut = whole
    .split('\n')
    .map((line: string) => line.slice(0, 60))
    .join('\n');
  expect(plain).toBe(cut);
  expect(whole).not.toContain('\x1b');
  expect(narrow).toContain('\x1b[1m');
  expect(stripVTControlCharacters(narrow)).toBe(cut);
});

test('who stops reading, as head does, gets no complaint', async (ctx) => {
  const { stdout, stderr } = await compiled('head', ctx);
  expect(stdout).toMatch(/^\d+: \.\/a\.out a\?b\n$/);
  expect(stderr).toBe('0\n');
});

test('wrong usage', async () => {
  for (const it of await run('usage')) expect(it).toEqual([2, '', 'error']);
});
