// The figures of README.md and docs/benchmarks.md are those of the pages that
// the benchmarks have written.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { chart, page, withFigures } from '../../bench/summary.mjs';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

// Else: node bench/summary.mjs writes them.
test('README.md', () => {
  const text = read('README.md');
  expect(text).toContain('child_process.fork()` | **');
  expect(withFigures(text)).toBe(text);
});

test('docs/benchmarks.md, and its chart', () => {
  expect(page()).toBe(read('docs/benchmarks.md'));
  expect(chart()).toBe(read('docs/benchmarks.svg'));
});
