// README: no number wraps. What is no pid, descriptor or signal is refused by
// name, before any system call.

import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

type Got = { kind: string; code: string; message: string };

// The values that are good in their place: defaults, and what has a meaning.
const good = [
  ...['waitpid, options', 'eventfd, flags', 'fork, options'],
  ...['fork, options.workers', 'fork, options.timeoutMs'],
  ...['fork, options.handles', 'forkChild, options'],
  ...['forkChild, options.timeoutMs', 'Child.wait, options'],
  ...['Child.wait, options.signal', 'Child.kill, sig'],
  ...['atfork, hooks.prepare', 'atfork, hooks.parent', 'atfork, hooks.child'],
]
  .map((place) => `${place}, undefined`)
  .concat([
    'eventfd, count, 2^31', // it is unsigned
    ...["write, data, '1'", "write, data, ''"],
    ...['atfork, hooks, {}', 'atfork, hooks, date'],
    ...['fork, options, {}', 'fork, options, date'],
    ...['forkChild, options, {}', 'forkChild, options, date'],
    ...['Child.wait, options, {}', 'Child.wait, options, date'],
    ...['prepare', 'parent', 'child'].map(
      (it) => `atfork, hooks.${it}, function`,
    ),
    'forkChild, main, function',
  ]);

const { results, signals } = (
  await runFixture('posix/bad-input.mjs', { args: ['values', ...good] })
).report as {
  results: Record<string, Record<string, Got>>;
  signals: number;
};

const numbers = ['NaN', 'Infinity', '1.5', '2^31', '2^32+1', '-2^31-1', '2^53'];
const strings = ["'1'", "''"];
const takesNames = ['kill, sig', 'Child.kill, sig'];
const takesText = ['signalNumber, name'];
const takesOneOf = ['fork, options.workers', 'fork, options.handles'];
const takesNoNumber = [
  ...['signalNumber, name', 'write, data', 'atfork, hooks'],
  ...['atfork, hooks.prepare', 'atfork, hooks.parent', 'atfork, hooks.child'],
  ...['fork, options', 'forkChild, main', 'forkChild, options'],
  ...['Child.wait, options', 'Child.wait, options.signal'],
];

function expected(place: string, value: string): [string, string] {
  if (takesOneOf.includes(place)) return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (strings.includes(value) && [...takesNames, ...takesText].includes(place))
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (numbers.includes(value) && !takesNoNumber.includes(place))
    return ['RangeError', 'ERR_OUT_OF_RANGE'];
  return ['TypeError', 'ERR_INVALID_ARG_TYPE'];
}

describe('refused with the code, and naming the argument', () => {
  test.each(Object.keys(results))('%s', (place) => {
    const name = place.split(', ')[1];
    for (const [value, got] of Object.entries(results[place] ?? {})) {
      const seen = [value, got.kind, got.code];
      expect(seen).toEqual([value, ...expected(place, value)]);
      expect(got.message).toMatch(new RegExp(`["']${name}["']`));
    }
  });
});

test('no signal was sent', () => {
  expect(signals).toBe(0);
});
