// Every example of a doc comment is run as it stands.

import { describe, expect, test } from 'vitest';
import * as daemon from '../../dist/daemon/index.js';
import * as elf from '../../dist/elf/index.js';
import * as api from '../../dist/index.js';
import * as proc from '../../dist/proc/index.js';
import {
  examplesIn,
  expectedEnd,
  expectedValues,
  findExamples,
  matches,
} from './examples.js';
import { runExample } from './run-example.js';

const examples = findExamples();

const functions = Object.entries({ ...api, ...proc, ...elf, ...daemon })
  .filter(([, value]) => typeof value === 'function')
  .map(([name]) => name);

test('every function has an example', () => {
  expect(functions.length).toBeGreaterThan(20);
  const shown = new Set(examples.map(({ name }) => name));
  expect(functions.filter((name) => !shown.has(name))).toEqual([]);
});

test.each(examples.map((example, i) => [example.where, example, i] as const))(
  '%s',
  async (_, { name, code }, i) => {
    await runExample(`${i}-${name}.mjs`, code);
  },
);

describe('the rules by which examples are read', () => {
  test('an example is the text after @example, up to the next tag', () => {
    const source = `import x from 'x';
/** One line has none. */
export const a = 1;

/**
 * Words.
 *
 * @example
 * f(); // { a: 1 }
 *
 * g();
 * @example
 * h();
 * @see there
 */
export async function f() {}
`;
    expect(examplesIn('f.ts', source)).toEqual([
      { name: 'f', where: 'f (f.ts:5)', code: 'f(); // { a: 1 }\n\ng();\n' },
      { name: 'f', where: 'f (f.ts:5)', code: 'h();\n' },
    ]);
  });

  test('what it says of its end', () => {
    expect(expectedEnd('f();\n')).toBe(0);
    expect(expectedEnd('f();\n// exits with 3\n')).toBe(3);
    expect(expectedEnd('f();\n// killed by SIGTERM\n')).toBe('SIGTERM');
  });

  test('what it says it prints', () => {
    const code = `f();
console.log(1); // 1
if (x) console.log(x.y); // …
// console.log
console.log('a');
try { f(); } catch (error) { console.log(error.code); } // ECHILD
`;
    expect([...expectedValues(code)]).toEqual([
      [2, '1'],
      [3, '…'],
      [6, 'ECHILD'],
    ]);
  });

  test.each([
    ['hello', 'hello', true],
    ['hello', 'hell', false],
    ['hello', 'ello', false],
    ['0', '0: end of file', true],
    ['10', '0: end of file', false],
    ['true', 'true on the main thread', true],
    ['false', 'true on the main thread', false],
    ['true false', 'true false', true],
    ['3', '3 true', false],
    ['SIGKILL', 'SIGKILL undefined', false],
    ['child 12 of 3', 'child … of 3', true],
    ['child 12 of 4', 'child … of 3', false],
    ['{ pid: 12, code: 3 }', '{ pid: …, code: 3 }', true],
    ['{\n  pid: 12,\n  code: 3\n}', '{ …, code: 3 }', true],
    ['{ pid: 12, a: 4, code: 3 }', '{ pid: …, code: 3, … }', true],
    ['{ pid: 12, a: 4, code: 2 }', '{ pid: …, code: 3, … }', false],
    ['parent of 5 { code: 3 }', '{ code: 3 }', true],
    ['{ code: 3 } 5', '{ code: 3 }', false],
    ['[ 1, 2 ]', '[1, 2]', true],
  ])('%j is as said in %j: %s', (printed, comment, expected) => {
    expect(matches(printed, comment)).toBe(expected);
  });
});
