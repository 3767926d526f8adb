// docs/book.md: its lists are those of the examples, its code is theirs.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadExamples } from '../../dist/cli/book/pages.js';
import { withLists } from '../../scripts/book-list.mjs';

const root = path.join(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'docs/book.md'), 'utf8');

test('its lists are up to date (npm run book:list writes them)', () => {
  expect(withLists(text)).toBe(text);
});

test('it lists every example', () => {
  const ids = [...text.matchAll(/^\| ([A-EX]\d\d) \|/gm)].map(([, id]) => id);
  expect(ids).toEqual(loadExamples().map(({ page }) => page.id));
});

test('it lists the corrections W1 to W23, and who shows each', () => {
  const rows = [
    ...text.matchAll(/^\| (W\d+) \| .+ \| .+ \| (?:[A-EX]\d\d(?:, )?)+ \|$/gm),
  ];
  expect(rows.map(([, id]) => id)).toEqual(
    Array.from({ length: 23 }, (_, i) => `W${i + 1}`),
  );
});

const quoted = [
  ...text.matchAll(/`(examples\/book\/\S+\.ts)`:\n\n```ts\n(.*?)^```$/gms),
].map(([, file = '', code = '']) => [file, code] as const);

test('it shows a program and its claims', () => {
  expect(quoted).toHaveLength(2);
});

test.each(quoted)('%s is quoted as it is', (file, code) => {
  expect(code).toBe(readFileSync(path.join(root, file), 'utf8'));
});
