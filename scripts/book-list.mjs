// The lists in docs/book.md that the examples tell: which there are, and which
// of them show a correction of the sources. It needs the build.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const target = path.join(import.meta.dirname, '../docs/book.md');

const head = `| id | example | source | in |
|---|---|---|---|
`;
const list = /^\| id \| example \|.*\n(\|.*\n)*/m;
const correction = /^(\| (W\d+) \|.*\|).*\|$/gm;

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/** The page with its lists as they should be. @param {string} text */
export function withLists(text) {
  const { loadExamples } = require('../dist/cli/book/pages.js');
  const pages = loadExamples().map(({ page }) => page);
  const rows = pages.map(
    ({ id, title, source, languages }) =>
      `| ${id} | ${cell(title)} | ${cell(source)} | ${languages.join(', ')} |\n`,
  );
  const shownBy = (id) =>
    pages
      .filter(({ claims }) =>
        claims.some(({ claim }) => new RegExp(`\\b${id}\\b`).test(claim)),
      )
      .map((page) => page.id);
  return text
    .replace(list, () => head + rows.join(''))
    .replace(correction, (_, row, id) => `${row} ${shownBy(id).join(', ')} |`);
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(target, withLists(readFileSync(target, 'utf8')));
