// docs/limits.md names every code that we throw, and every call that a Worker
// may not make.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/limits.md'), 'utf8');

const sources = ['src', 'native']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) =>
      path.join(root, folder, String(file)),
    ),
  )
  .filter((file) => /\.(ts|cc|h)$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

function all(pattern: RegExp, text: string): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, it = '']) => it))]
    .filter(Boolean)
    .sort();
}

test('every code of ours has a row, and none has one that is not thrown', () => {
  const thrown = all(/['"](ERR_\w+)['"]/g, sources);
  expect(thrown.length).toBeGreaterThan(20);
  expect(all(/^\| `(ERR_\w+)` \| .+ \|$/gm, page)).toEqual(thrown);
});

test('every call that belongs to the main thread is listed, and no other', () => {
  const refused = all(
    /\b(?:mainThreadOnly|wholeProcess)\('([\w.]+)'\)/g,
    sources,
  );
  expect(refused.length).toBeGreaterThan(20);
  const [, section = ''] = page.split('\n## What a Worker may not call\n');
  const [list = ''] = section.split('\n`fork`');
  expect(all(/`([\w.]+)`/g, list)).toEqual(refused);
});
