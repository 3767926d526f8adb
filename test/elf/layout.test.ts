import { expect, test } from 'vitest';
import { needCompiler } from '../support/need.js';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('elf/layout.mjs', { args: [name], deadlineMs: 60_000 }))
    .report;

const file = { isFile: true, same: true };

test('symbols are where a process says, in the sections that they are of', async (ctx) => {
  needCompiler(ctx);
  const found = await run('symbols');
  expect(Object.keys(found)).toHaveLength(5);
  for (const [kind, it] of Object.entries<Record<string, unknown>>(found)) {
    const constant = { ...file, section: '.rodata' };
    expect([kind, it]).toMatchObject([
      kind,
      {
        main: { ...file, section: '.text', perms: 'r-xp' },
        constant,
        variable: { ...file, section: '.data', perms: 'rw-p' },
        zero: { section: '.bss', perms: 'rw-p', same: true },
        zeros: { section: '.bss', perms: 'rw-p', same: true },
        // No file has these pages.
        end: { section: '.bss', perms: 'rw-p', isFile: false },
        // Read as any file, it is no program.
        file: { section: null, perms: 'r--p', isFile: true },
        wrong: [],
      },
    ]);
    const counts = Object.values(it.counts as Record<string, number>);
    expect(counts).toHaveLength(kind === 'static' ? 1 : 3);
    expect(Math.min(...counts)).toBeGreaterThan(10);
  }
});

test('a library that is loaded twice is in both places', async (ctx) => {
  needCompiler(ctx);
  expect(await run('twice')).toEqual([
    ['.data', true],
    ['.data', true],
  ]);
});

test('a program that is deleted is read through its process', async (ctx) => {
  needCompiler(ctx);
  const data = expect.arrayContaining(['.data']);
  const text = expect.arrayContaining(['.text']);
  const { root, nobody } = await run('deleted');
  if (root) expect(root).toEqual([data, data, text]);
  expect(nobody).toEqual([[], [], text]);
});

test('the vDSO', async () => {
  const { bias, names, inside } = await run('vdso');
  expect([bias, inside]).toEqual([true, true]);
  expect(names).toEqual(expect.arrayContaining(['.dynsym', '.text']));
});

test('rows are those that it is given, and it leaves no file open', async () => {
  expect(await run('rows')).toEqual({
    ...{ same: true, some: true, closed: 'ERR_ELF_CLOSED' },
    ...{ none: [], gone: 0 },
  });
});

test('a file that is mapped thousands of times takes no time', async () => {
  const { milliseconds, ...found } = await run('often');
  expect(found).toEqual({ same: true, some: true, placed: 0 });
  expect(milliseconds).toBeLessThan(3000);
});

test('bad input is refused by name', async () => {
  const { pids, mappings, mapping, keys } = await run('refused');
  const type = { code: 'ERR_INVALID_ARG_TYPE' };
  const range = { code: 'ERR_OUT_OF_RANGE' };
  expect(pids).toMatchObject([range, range, range, type, type]);
  for (const it of mappings)
    expect(it).toMatchObject({ ...type, message: /"mappings" argument/ });
  expect(mapping.message).toMatch(/"mappings\[0\]" argument/);
  expect(keys).toMatchObject([type, type, type, type]);
  expect(keys[0].message).toMatch(/"mappings\[0\]\.start" property/);
});
