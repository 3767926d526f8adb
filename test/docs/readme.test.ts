// Every piece of code in README.md and in the pages that teach is run as it stands.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from './run-example.js';

const root = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const blocks = ['README.md', 'docs/ptys.md'].flatMap((file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(
    ({ 1: code = '', index }) => {
      const line = text.slice(0, index).split('\n').length;
      return [`${file}:${line}`, code] as const;
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

test.each(blocks)('%s', async (where, code) => {
  await runExample(`${where.replace(/\W/g, '-')}.cjs`, code);
});
