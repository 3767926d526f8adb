// docs/coverage.md names what there is and who tests it: both are true.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const api: Record<string, unknown> = {
  ...require('posix-proc'),
  ...require('posix-proc/proc'),
  ...require('posix-proc/elf'),
  ...require('posix-proc/daemon'),
};
const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/coverage.md'), 'utf8');

const rows = [
  ...page.matchAll(
    /^\| (\d* ?)\| (.+?) \| (?:[MSO] )?\| (.+?) \| (.*?) ?\|$/gm,
  ),
].map(([, row = '', capability, names = '', tests = '']) => ({
  row: row ? Number(row) : capability,
  text: names,
  // `posix_spawn({ setsid })` and `Child.wait` begin with what is exported.
  names: [...names.matchAll(/`(\w+)(?:\.(\w+))?[^`]*`/g)],
  tests: tests.split(', ').filter(Boolean),
}));

/** Of a test, its program, and the cases of that in a folder of its name. */
function textOf(name: string): string {
  const program = path.join(root, 'test/fixtures', name);
  const files = [`${root}/test/${name}.test.ts`, `${program}.mjs`];
  expect(existsSync(files[0] as string), name).toBe(true);
  if (existsSync(program))
    files.push(...readdirSync(program).map((file) => path.join(program, file)));
  return files
    .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
    .join('\n');
}

test('each of the 160 is there, and none twice', () => {
  const numbers = rows.map(({ row }) => row).filter(Number.isInteger);
  const all = Array.from({ length: 160 }, (_, i) => i + 1);
  expect(numbers.sort((a, b) => Number(a) - Number(b))).toEqual(all);
});

test('every function has a row', () => {
  const functions = Object.keys(api).filter(
    (name) => typeof api[name] === 'function',
  );
  expect(functions.length).toBeGreaterThan(200);
  const named = rows.flatMap(({ names }) => names.map(([, name]) => name));
  expect(functions.filter((name) => !named.includes(name))).toEqual([]);
});

describe.each(rows)('row $row: $text', ({ names, text, tests }) => {
  test('exported, and tested by name', () => {
    if (/^(none|Node's own): /.test(text)) return;
    expect(names.length).toBeGreaterThan(0);
    const texts = tests.map(textOf).join('\n');
    for (const [, name = '', member] of names) {
      expect(Object.keys(api)).toContain(name);
      if (member)
        expect((api[name] as { prototype: object }).prototype).toHaveProperty(
          member,
        );
      expect(texts, name).toMatch(new RegExp(`\\b${member ?? name}\\b`));
    }
    // What stands in braces is an option: it is tested as well.
    for (const [, options = ''] of text.matchAll(/\{ (.*?) \}/g))
      for (const option of options.split(', '))
        expect(texts, option).toMatch(new RegExp(`\\b${option}\\b`));
  });
});
