import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  abortSignal,
  boolean,
  bytes,
  fd,
  func,
  int64,
  integer,
  object,
  oneOf,
  pid,
} from '../../src/internal/validate.js';

const type = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
const range = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' };
const value = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };

describe('integer', () => {
  test.each([0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31)])('takes %s', (it) => {
    expect(integer(it, 'n')).toBe(it);
    expect(pid(it)).toBe(it);
  });

  test.each([
    [Number.NaN, 'an integer', 'NaN'],
    [1.5, 'an integer', '1.5'],
    [Infinity, 'an integer', 'Infinity'],
    [2 ** 31, '>= -2147483648 && <= 2147483647', '2147483648'],
    [2 ** 32 + 1, '>= -2147483648 && <= 2147483647', '4294967297'],
    [-(2 ** 31) - 1, '>= -2147483648 && <= 2147483647', '-2147483649'],
  ])('refuses %s', (it, allowed, text) => {
    expect(() => integer(it, 'n')).toThrow(
      expect.objectContaining({
        ...range,
        message: `The value of "n" is out of range. It must be ${allowed}. Received ${text}`,
      }),
    );
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['1', "type string ('1')"],
    ['x'.repeat(100), `type string ('${'x'.repeat(24)}...)`],
    [1n, 'type bigint (1n)'],
    [true, 'type boolean (true)'],
    [Symbol('one'), 'type symbol (Symbol(one))'],
    [{}, 'an instance of Object'],
    [[], 'an instance of Array'],
    [Object.create(null), '[Object: null prototype] {}'],
    [function f() {}, 'function f'],
  ])('refuses what is no number: %s', (it, text) => {
    expect(() => integer(it, 'n')).toThrow(
      expect.objectContaining({
        ...type,
        message: `The "n" argument must be of type number. Received ${text}`,
      }),
    );
  });

  test('keeps to its bounds', () => {
    expect(integer(3, 'n', 3, 5)).toBe(3);
    expect(integer(5, 'n', 3, 5)).toBe(5);
    for (const it of [2, 6])
      expect(() => integer(it, 'n', 3, 5)).toThrow(/>= 3 && <= 5/);
  });
});

test('64 bits, by numbers as far as they are exact', () => {
  expect([int64(-3, 'n'), int64(2 ** 53 - 1, 'n')]).toEqual([
    -3n,
    2n ** 53n - 1n,
  ]);
  const [min, max] = [-(2n ** 63n), 2n ** 63n - 1n];
  expect([int64(min, 'n'), int64(max, 'n')]).toEqual([min, max]);
  for (const it of [min - 1n, max + 1n, 2 ** 53, 1.5, Number.NaN])
    expect(() => int64(it, 'n')).toThrow(expect.objectContaining(range));
  expect(() => int64('1', 'n')).toThrow(expect.objectContaining(type));
});

test('a descriptor is not negative', () => {
  expect(fd(0)).toBe(0);
  expect(() => fd(-1)).toThrow(expect.objectContaining(range));
});

function thrown(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

test.each([null, '1', 1n, true, {}, [], () => {}, Symbol('s')])(
  'the words are those of Node: %s',
  (wrong) => {
    const theirs = thrown(() => Buffer.alloc(1).readInt8(wrong as number));
    const ours = thrown(() => integer(wrong, 'offset'));
    expect(ours.message).toBe(theirs.message);
    expect(ours).toMatchObject(type);
  },
);

test('the stack and the inspection name the code, the name stays plain', () => {
  const error = thrown(() => integer('1', 'x'));
  expect(error.stack).toMatch(/^TypeError \[ERR_INVALID_ARG_TYPE\]: The "x"/);
  expect(inspect(error)).toContain('[ERR_INVALID_ARG_TYPE]');
  expect(Object.keys(error)).toEqual(['code']);
});

test('properties are called properties', () => {
  expect(() => integer('1', 'options.n')).toThrow(/"options\.n" property/);
  expect(() => oneOf('z', 'options.n', ['a'])).toThrow(/property 'options\.n'/);
});

test.each([
  ['func', () => func(1, 'f'), type],
  ['object: null', () => object(null, 'o'), type],
  ['object: an array', () => object([], 'o'), type],
  ['object: a function', () => object(() => {}, 'o'), type],
  ['oneOf', () => oneOf('c', 'x', ['a', 'b']), value],
  ['bytes: text', () => bytes('text', 'b'), type],
  ['bytes: an ArrayBuffer', () => bytes(new ArrayBuffer(1), 'b'), type],
  [
    'bytes: a DataView',
    () => bytes(new DataView(new ArrayBuffer(1)), 'b'),
    type,
  ],
  ['bytes: wider numbers', () => bytes(new Uint16Array(1), 'b'), type],
  ['abortSignal', () => abortSignal({ aborted: false }, 's'), type],
  ['abortSignal: null', () => abortSignal(null, 's'), type],
])('%s refuses', (_, call, error) => {
  expect(call).toThrow(expect.objectContaining(error));
});

test('and what is right passes', () => {
  const signal = new AbortController().signal;
  expect(func(() => {}, 'f')).toBeUndefined();
  expect(object({}, 'o')).toEqual({});
  expect(oneOf('b', 'x', ['a', 'b'])).toBe('b');
  expect(bytes(Buffer.from('x'), 'b')).toHaveLength(1);
  expect(abortSignal(signal, 's')).toBe(signal);
  expect(abortSignal(undefined, 's')).toBeUndefined();
});

test('boolean', () => {
  expect([boolean(true, 'it'), boolean(false, 'it')]).toEqual([true, false]);
  for (const it of [0, 1, 'true', null, undefined, {}])
    expect(() => boolean(it, 'it')).toThrow(expect.objectContaining(type));
});
