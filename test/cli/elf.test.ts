import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { needCompiler } from '../support/need.js';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('cli/elf.mjs', { args: [name], deadlineMs: 120_000 }))
    .report;

const long = 130_000;

test(
  'each part, row by row, as readelf has it',
  async (ctx) => {
    needCompiler(ctx);
    const found = await run('readelf');
    expect(found.length).toBeGreaterThan(16);
    for (const { file, different } of found)
      expect([file, different]).toEqual([file, {}]);
    // Each part is there in some files.
    const sums = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
      found.reduce((sum: number, it: { counts: number[] }) => {
        return sum + (it.counts[i] as number);
      }, 0),
    );
    expect(Math.min(...sums)).toBeGreaterThan(30);
  },
  long,
);

test('JSON has what readElf() gives, 64 bits as hexadecimal text', async (ctx) => {
  needCompiler(ctx);
  const found = await run('json');
  for (const [name, same] of Object.entries(found))
    expect([name, same]).toEqual([name, true]);
});

test('what cannot be read is a sentence, and status 1', async () => {
  const { refused, header, both, json } = await run('bad');
  for (const [name, { status, stdout, stderr }] of Object.entries<{
    status: number;
    stdout: string;
    stderr: string;
  }>(refused)) {
    expect([name, status, stdout]).toEqual([name, 1, '']);
    expect(stderr).toMatch(/^error: .+\n$/);
  }
  expect(refused.text.stderr).toContain('no ELF file, at offset 0x0 of text');
  expect(refused.missing.stderr).toContain('ENOENT');
  // The header of a file that is cut off is there.
  expect(header).toMatchObject({ status: 0, stderr: '' });
  expect(both).toMatchObject({ status: 1, stdout: `${header.stdout}\n` });
  expect(both.stderr).toMatch(/^error: section headers: .* of cut\n$/);
  expect(json).toMatchObject({ status: 1, stdout: '' });
});

test("somebody else's secret", async () => {
  expect(await run('secret')).toBe('EACCES');
});

test('names steer no terminal', async () => {
  expect(await run('escapes')).toContain(' .a?[31mb? ');
});

test('lines are cut at the width of a terminal, with no colour if so asked', async () => {
  const { whole, narrow, plain } = await run('terminal');
  const cut = whole
    .split('\n')
    .map((line: string) => line.slice(0, 50))
    .join('\n');
  expect(plain).toBe(cut);
  expect(whole).not.toContain('\x1b');
  expect(narrow).toContain('\x1b[1m');
  expect(stripVTControlCharacters(narrow)).toBe(cut);
});

test('sections fit into 80 columns', async () => {
  const { lines } = await run('usual');
  const texts = lines.split('\n').filter((line: string) => line[0] === '[');
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts)
    expect(text).toMatch(/^\[(Nr|[ \d]+)\].* (\d+|Al)$/);
});
