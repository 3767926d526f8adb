// Every example of a doc comment is run as it stands.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as api from '../../dist/index.js';
import { runFixture } from '../support/run-fixture.mjs';
import {
  examplesIn,
  expectedEnd,
  expectedValues,
  findExamples,
  matches,
} from './examples.js';

// Inside the package, where 'posix-proc' is the package itself.
const folder = path.join(import.meta.dirname, '../../out/doc-examples');
const recorder = path.join(import.meta.dirname, 'recorder.cjs');

const examples = findExamples();

const functions = Object.entries(api)
  .filter(([, value]) => typeof value === 'function')
  .map(([name]) => name);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

test('every function has an example', () => {
  expect(functions.length).toBeGreaterThan(20);
  const shown = new Set(examples.map(({ name }) => name));
  expect(functions.filter((name) => !shown.has(name))).toEqual([]);
});

test.each(examples.map((example, i) => [example.where, example, i] as const))(
  '%s',
  async (_, { name, code }, i) => {
    const file = path.join(folder, `example-${i}-${name}.mjs`);
    writeFileSync(file, code);
    const { reports } = await runFixture(file, {
      // Without core dumps: whether there was one is part of a status.
      nodeBin: '/bin/sh',
      execArgv: [
        ...['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath],
        ...['--require', recorder],
      ],
      status: expectedEnd(code),
      deadlineMs: 30_000,
    });
    for (const [line, value] of expectedValues(code)) {
      const printed = reports
        .filter((report) => report.line === line)
        .map((report) => report.printed);
      expect(printed, `line ${line} of\n${code}`).not.toEqual([]);
      for (const text of printed) {
        expect(
          matches(text, value),
          `${text}\ninstead of\n${value}\nin line ${line} of\n${code}`,
        ).toBe(true);
      }
    }
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
