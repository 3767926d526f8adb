// The list of examples in docs/book.md, from their pages. It needs the build.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'docs/book.md');

const head = `| id | example | source | in |
|---|---|---|---|`;
const table = /^\| id \| example \|.*\n(\|.*\n)*/m;

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/** The page with the list as it should be. @param {string} page */
export function withList(page) {
  const { loadExamples } = require('../dist/cli/book/pages.js');
  const rows = loadExamples().map(
    ({ page: { id, title, source, languages } }) =>
      `| ${id} | ${cell(title)} | ${cell(source)} | ${languages.join(', ')} |`,
  );
  return page.replace(table, () => `${[head, ...rows].join('\n')}\n`);
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(target, withList(readFileSync(target, 'utf8')));
