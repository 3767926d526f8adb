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

  test('a list stays as it is', () => {
    const env = ['B=2', 'A', 'B=3'];
    expect(latin1(cEnv(env, 'env'))).toBe('B=2\0A\0B=3\0');
  });

  test.each(['', 'A=B', 'A\0'])('refuses the name %j', (name) => {
    expect(() => cEnv({ [name]: '1' }, 'env')).toThrow(
      expect.objectContaining(value),
    );
  });
});
