import { describe, expect, test } from 'vitest';
import { cArgv, cEnv, cPath, cString } from '../../src/internal/c-strings.js';

const type = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
const value = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };

const latin1 = (buffer: Buffer) => buffer.toString('latin1');

test('text becomes UTF-8, bytes stay, and a NUL ends both', () => {
  expect(latin1(cString('é', 'it'))).toBe('\xc3\xa9\0');
  expect(latin1(cString(Buffer.from([0xff]), 'it'))).toBe('\xff\0');
  expect(latin1(cString('', 'it'))).toBe('\0');
});

test('a file URL is a path', () => {
  expect(latin1(cPath(new URL('file:///a%20b'), 'path'))).toBe('/a b\0');
  expect(() => cPath(new URL('http://a/'), 'path')).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_URL_SCHEME' }),
  );
});

test('what is not text is refused', () => {
  const detached = new Uint8Array(2);
  structuredClone(detached, { transfer: [detached.buffer] });
  const shrunk = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 8 }]);
  const outside = new Uint8Array(shrunk, 4);
  shrunk.resize(2);
  for (const it of ['a\0b', '\ud800', Buffer.from('a\0'), detached, outside])
    expect(() => cString(it, 'it')).toThrow(expect.objectContaining(value));
  expect(latin1(cString(new Uint8Array(0), 'it'))).toBe('\0');
  expect(latin1(cString('\u{1f600}', 'it'))).toBe('\xf0\x9f\x98\x80\0');
});

describe('argv', () => {
  test('one after the other', () => {
    const argv = ['a', '', new Uint8Array([0xfe])];
    expect(latin1(cArgv(argv, 'argv'))).toBe('a\0\0\xfe\0');
  });

  test('names what is wrong', () => {
    expect(() => cArgv([], 'argv')).toThrow(expect.objectContaining(value));
    expect(() => cArgv('a', 'argv')).toThrow(expect.objectContaining(type));
    expect(() => cArgv(['a', 1], 'argv')).toThrow(
      expect.objectContaining({
        ...type,
        message: expect.stringContaining('"argv[1]"'),
      }),
    );
    // Emptied by an element of its own.
    const shrinking: unknown[] = ['a', 'b'];
    Object.defineProperty(shrinking, 0, {
      get: () => {
        shrinking.length = 1;
        return 'a';
      },
    });
    expect(latin1(cArgv(shrinking, 'argv'))).toBe('a\0');
    // A hole is no string either.
    expect(() => cArgv(new Array(1), 'argv')).toThrow(
      expect.objectContaining(type),
    );
  });
});

describe('env', () => {
  test('values by name, less those that are undefined', () => {
    const env = { A: '1', B: undefined, C: Buffer.from([0xff]) };
    expect(latin1(cEnv(env, 'env'))).toBe('A=1\0C=\xff\0');
    expect(cEnv({}, 'env')).toHaveLength(0);
  });

  test('a Map would look empty', () => {
    expect(() => cEnv(new Map([['A', '1']]), 'env')).toThrow(
      expect.objectContaining(type),
    );
  });

  test('a list stays as it is', () => {
    const env = ['B=2', 'A', 'B=3'];
    expect(latin1(cEnv(env, 'env'))).toBe('B=2\0A\0B=3\0');
  });

  test.each(['', 'A=B', 'A\0', '\udc00'])('refuses the name %j', (name) => {
    expect(() => cEnv({ [name]: '1' }, 'env')).toThrow(
      expect.objectContaining(value),
    );
  });
});
