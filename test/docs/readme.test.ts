// Every piece of code in README.md is run as it stands.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from './run-example.js';

const root = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(
  ({ 1: code = '', index }) => ({
    line: readme.slice(0, index).split('\n').length,
    code,
  }),
);

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

test.each(blocks.map(({ line, code }) => [line, code] as const))(
  'README.md:%i',
  async (line, code) => {
    await runExample(`readme-${line}.cjs`, code);
  },
);
