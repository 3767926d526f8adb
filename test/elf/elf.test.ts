import { expect, test } from 'vitest';
import { needCompiler } from '../support/need.js';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('elf/cases.mjs', { args: [name] })).report;

test('both classes and both byte orders, as readelf says', async () => {
  const found = await run('kinds');
  expect(found).toHaveLength(4);
  for (const one of found)
    expect(one).toEqual({
      ...{ different: {}, memory: {} },
      header: { phnum: 3, shnum: 8, shstrndx: 7 },
      counts: { symbols: 5, notes: 1 },
    });
});

test('more sections than the header can count', async () => {
  const { different, memory, header } = await run('manySections');
  expect([different, memory]).toEqual([{}, {}]);
  expect(header).toEqual({ phnum: 3, shnum: 70_008, shstrndx: 70_007 });
});

test('more segments than the header can count', async () => {
  const { different, memory, header } = await run('manySegments');
  expect([different, memory]).toEqual([{}, {}]);
  expect(header.phnum).toBe(70_000);
});

test('a symbol in a section that 16 bits cannot count', async () => {
  const { different, section } = await run('beyond');
  expect(different).toEqual({});
  expect(section).toBe(69_999);
});

test('names of machines, systems and types are those of readelf', async () => {
  const { machines, systems, types } = await run('names');
  expect([machines, systems, types]).toEqual([[], [], []]);
});

test('programs, a library, objects, stripped ones, debug files', async (ctx) => {
  needCompiler(ctx);
  const found = await run('compiled');
  for (const [name, { different, memory }] of Object.entries<{
    different: object;
    memory: object;
  }>(found))
    expect([name, different, memory]).toEqual([name, {}, {}]);
  const those = (key: string) =>
    Object.keys(found).filter((name) => found[name][key]);
  expect(those('isPie')).toEqual(['pie', 'stripped']);
  expect(those('interpreter')).toEqual(['pie', 'exec', 'stripped']);
  expect(those('buildId')).not.toContain('a.o');
  expect(found['a32.o'].class).toBe('ELF32');
});

test('without section headers, the dynamic section tells the same', async () => {
  const { sections, same, counts, notes } = await run('sectionless');
  expect([sections, same, notes]).toEqual([0, true, true]);
  expect(counts[0]).toBeGreaterThan(1000);
  expect(counts[1]).toBe(counts[0]);
});

test('the vDSO, from memory', async () => {
  expect(await run('vdso')).toEqual({
    ...{ type: 'DYN', soname: 'linux-vdso.so.1', at: true, notes: true },
    symbol: {
      name: '__vdso_clock_gettime',
      type: 'FUNC',
      version: 'LINUX_2.6',
    },
  });
});

test('a core file', async () => {
  const { different, memory, type, types } = await run('core');
  expect([different, memory, type]).toEqual([{}, {}, 'CORE']);
  expect(types).toEqual(
    expect.arrayContaining([
      'NT_PRSTATUS',
      'NT_PRPSINFO',
      'NT_AUXV',
      'NT_FILE',
    ]),
  );
});

test('the header of a large file is read without the file', async () => {
  expect(await run('lazy')).toEqual({ header: true, sections: true });
});

test('one descriptor, until close(); what has been read stays', async () => {
  const { open, again, after, symbols } = await run('closed');
  expect([open, again, after]).toEqual([1, true, 0]);
  expect(symbols.code).toBe('ERR_ELF_CLOSED');
});

test('errors, and none of them leaves a descriptor', async () => {
  const { errors, left } = await run('errors');
  const codes = Object.entries<{ code: string }>(errors).map(
    ([name, { code }]) => [name, code],
  );
  expect(Object.fromEntries(codes)).toEqual({
    ...{ empty: 'ERR_ELF_INVALID', text: 'ERR_ELF_INVALID' },
    ...{ fifo: 'ERR_ELF_INVALID', '/dev/null': 'ERR_ELF_INVALID' },
    ...{ folder: 'EISDIR', missing: 'ENOENT', secret: 'EACCES' },
    cut: 'ERR_ELF_INVALID',
  });
  expect(errors.missing).toMatchObject({ syscall: 'open', path: 'missing' });
  expect(errors.cut.message).toMatch(/at offset 0x1f0 of the bytes$/);
  expect(errors.cut.offset).toBe('496');
  expect(left).toBe(0);
});

test('names that overlap take neither long nor much memory', async () => {
  const { a, ä } = await run('overlapping');
  expect(a.returned).toBe(50_000);
  expect(ä.code).toBe('ERR_ELF_INVALID');
});

test('in a Worker', async () => {
  expect(await run('worker')).toMatch(/^(EXEC|DYN)$/);
});

test('arguments that are none', async () => {
  const found = await run('arguments');
  for (const name of ['undefined', 'null', 'number', 'object', 'array'])
    expect(found[name]).toMatchObject({
      kind: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringContaining('"path" argument'),
    });
  for (const name of ['nul', 'surrogate', 'detached'])
    expect(found[name]).toMatchObject({
      kind: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringContaining("'path'"),
    });
  expect(found.url.code).toBe('ERR_INVALID_URL_SCHEME');
});
