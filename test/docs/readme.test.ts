// Every piece of code in README.md and the guides is run as it stands.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from './run-example.js';

const root = path.join(import.meta.dirname, '../..');
const read = (page: string) => readFileSync(path.join(root, page), 'utf8');

const guides = readdirSync(path.join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

const blocks = ['README.md', ...guides].flatMap((page) => {
  const text = read(page);
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(
    ({ 1: code = '', index }) => {
      const line = text.slice(0, index).split('\n').length;
      return [page, line, code] as const;
    },
  );
});

const links = ['README.md', 'CONTRIBUTING.md', ...guides].flatMap((page) =>
  [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
    ([, target = '']) => path.join(path.dirname(page), target),
  ),
);

test('every link leads to a file', () => {
  expect(links.length).toBeGreaterThan(50);
  const missing = links.filter((it) => !existsSync(path.join(root, it)));
  expect(missing).toEqual([]);
});

const calls = [
  ...['fork', 'execve', 'posix_spawn', 'waitpid'],
  ...['setsid', 'setpgid', 'sigaction'],
];

test('each call of the title has an example of 20 lines or so', () => {
  const page = read('docs/calls.md');
  for (const call of calls) {
    const example = page.split(`\n**${call}(`)[1]?.split('```')[1] ?? '';
    expect(example).toContain(call);
    expect(example.split('\n').length, call).toBeLessThanOrEqual(24);
  }
});

test.each(blocks)('%s:%i', async (page, line, code) => {
  await runExample(`${path.basename(page, '.md')}-${line}.cjs`, code);
});
