// Every piece of code in README.md and the guides is run as it stands.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from './run-example.js';

const root = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const guides = readdirSync(path.join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

const blocks = ['README.md', ...guides].flatMap((page) => {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(
    ({ 1: code = '', index }) => {
      const line = text.slice(0, index).split('\n').length;
      return [page, line, code] as const;
    },
  );
});

const calls = [
  ...['fork', 'execve', 'posix_spawn', 'waitpid'],
  ...['setsid', 'setpgid', 'sigaction'],
];

test('each call of the title has an example of 20 lines or so', () => {
  const section = readme
    .split('\n## ')
    .find((it) => it.startsWith('Each call'));
  for (const call of calls) {
    const example = section?.split(`\n**${call}(`)[1]?.split('```')[1] ?? '';
    expect(example).toContain(call);
    expect(example.split('\n').length, call).toBeLessThanOrEqual(24);
  }
});

test.each(blocks)('%s:%i', async (page, line, code) => {
  await runExample(`${path.basename(page, '.md')}-${line}.cjs`, code);
});
