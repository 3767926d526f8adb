// Text as C takes it: bytes that end with a NUL, and hold none before. The
// natives get it ready made.

import { fileURLToPath } from 'node:url';
import { invalidType, invalidValue } from './errors.js';
import { attached, object, oneOf } from './validate.js';

/** Text as bytes; a string means its UTF-8. */
export type Bytes = string | Uint8Array;

/** A file's name; a URL must be one of `file:`. */
export type Path = Bytes | URL;

/**
 * An environment: values by name, where undefined leaves the name out; or
 * `'NAME=value'` each, handed on as it is.
 */
export type Env =
  | { readonly [name: string]: Bytes | undefined }
  | readonly Bytes[];

const NUL = Buffer.alloc(1);

export function cString(
  value: unknown,
  name: string,
  expected = 'of type string or an instance of Buffer or Uint8Array',
): Buffer {
  const isText = typeof value === 'string';
  if (!isText && !(value instanceof Uint8Array))
    throw invalidType(name, expected, value);
  if (isText && /\p{Surrogate}/u.test(value))
    throw invalidValue(name, 'must be without lone surrogates', value);
  // A copy, which nobody changes after the look at it.
  const bytes = isText
    ? Buffer.from(`${value}\0`)
    : Buffer.concat([attached(value, name), NUL]);
  if (bytes.indexOf(0) < bytes.length - 1)
    throw invalidValue(name, 'must be without null bytes', value);
  return bytes;
}

export function cPath(value: unknown, name: string): Buffer {
  return cString(
    value instanceof URL ? fileURLToPath(value) : value,
    name,
    'of type string or an instance of Buffer, Uint8Array, or URL',
  );
}

/** One after the other. */
function cStrings(values: readonly unknown[], name: string): Buffer {
  return Buffer.concat(
    Array.from(values, (value, i) => cString(value, `${name}[${i}]`)),
  );
}

export function cArgv(value: unknown, name: string): Buffer {
  if (!Array.isArray(value))
    throw invalidType(name, 'an instance of Array', value);
  const strings = cStrings(value, name);
  if (strings.length === 0)
    throw invalidValue(name, 'must hold argv[0] at least', value);
  return strings;
}

export function cEnv(value: unknown, name: string): Buffer {
  if (Array.isArray(value)) return cStrings(value, name);
  return Buffer.concat(
    Object.entries(object(value, name)).flatMap(([key, text]) => {
      if (key === '' || /[=\0]|\p{Surrogate}/u.test(key))
        throw invalidValue(
          name,
          "must have names that are not empty, without '=', null bytes and lone surrogates",
          key,
        );
      if (text === undefined) return [];
      return [Buffer.from(`${key}=`), cString(text, `${name}.${key}`)];
    }),
  );
}

/** Text from C, which `'buffer'` gives as the bytes that it is. */
export type Encoding = { encoding?: 'utf8' | 'buffer' };

/** How to give them to the user. */
export function decoder(options: unknown): (bytes: Buffer) => string | Buffer {
  const { encoding = 'utf8' } = object(options, 'options') as Encoding;
  oneOf(encoding, 'options.encoding', ['utf8', 'buffer']);
  return (bytes) => (encoding === 'buffer' ? bytes : bytes.toString());
}
