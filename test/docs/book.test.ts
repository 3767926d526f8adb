// docs/book.md: its lists are those of the examples, its code is theirs.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadExamples } from '../../dist/cli/book/pages.js';
import { withList } from '../../scripts/book-list.mjs';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/book.md'), 'utf8');
const pages = loadExamples().map(({ page }) => page);

test('it lists every example (npm run book:list writes it)', () => {
  expect(withList(page)).toBe(page);
  expect(page.match(/^\| [A-EX]\d\d \|/gm)).toHaveLength(pages.length);
});

/** The examples that speak of a correction. */
const shownBy = (correction: string) =>
  pages
    .filter(({ claims }) =>
      claims.some(({ claim }) => new RegExp(`\\b${correction}\\b`).test(claim)),
    )
    .map(({ id }) => id);

const corrections = [
  ...page.matchAll(/^\| (W\d+) \| .+ \| .+ \| ([A-EX0-9, ]+) \|$/gm),
].map(([, id = '', examples = '']) => [id, examples.split(', ')] as const);

test('it lists the corrections W1 to W23', () => {
  expect(corrections.map(([id]) => id)).toEqual(
    Array.from({ length: 23 }, (_, i) => `W${i + 1}`),
  );
});

test.each(corrections)('%s is shown by %j', (id, examples) => {
  expect(examples).toEqual(shownBy(id));
  expect(examples.length).toBeGreaterThan(0);
});

const quoted = [
  ...page.matchAll(/`(examples\/book\/\S+\.ts)`:\n\n```ts\n(.*?)^```$/gms),
].map(([, file = '', code = '']) => [file, code] as const);

test('it shows a program and its claims', () => {
  expect(quoted).toHaveLength(2);
});

test.each(quoted)('%s is quoted as it is', (file, code) => {
  expect(code).toBe(readFileSync(path.join(root, file), 'utf8'));
});
