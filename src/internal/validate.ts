// Checks of arguments, all made before any system call. The natives trust
// what has passed here. What the kernel decides (is there such a process?) is
// left to the kernel.

import { invalidType, invalidValue, outOfRange } from './errors.js';

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

export function integer(
  value: unknown,
  name: string,
  min = INT32_MIN,
  max = INT32_MAX,
): number {
  if (typeof value !== 'number')
    throw invalidType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max)
    throw outOfRange(name, `>= ${min} && <= ${max}`, value);
  return value;
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** What has 64 bits: an offset, a limit. A number must be one that is exact. */
export function int64(
  value: unknown,
  name: string,
  min = INT64_MIN,
  max = INT64_MAX,
): bigint {
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  if (typeof value !== 'bigint' && typeof value !== 'number')
    throw invalidType(name, 'of type number or bigint', value);
  if (typeof value === 'number')
    integer(value, name, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER);
  const exact = BigInt(value);
  if (exact < min || exact > max)
    throw outOfRange(name, `>= ${min}n && <= ${max}n`, value);
  return exact;
}

/** A uid or gid: the last of 32 bits means none. */
export const id = (value: unknown, name: string) =>
  integer(value, name, 0, 2 ** 32 - 2);

/** 0 and negative numbers have the meanings that POSIX gives them. */
export const pid = (value: unknown, name = 'pid') => integer(value, name);

export const fd = (value: unknown, name = 'fd') => integer(value, name, 0);

export function boolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean')
    throw invalidType(name, 'of type boolean', value);
  return value;
}

export function func(value: unknown, name: string): void {
  if (typeof value !== 'function')
    throw invalidType(name, 'of type function', value);
}

/** A plain object of options, or none. What a Map holds would go unseen. */
export function object(value: unknown, name: string): object {
  if (
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    value instanceof Map
  )
    throw invalidType(name, 'a plain object', value);
  return value;
}

/** What is left of an object of options that has been taken apart. */
export function refuseUnknown(rest: object, name: string): void {
  for (const [key, value] of Object.entries(rest))
    throw invalidValue(`${name}.${key}`, 'is not known', value);
}

/** An array of what `check` lets through. */
export function list<T>(
  value: unknown,
  name: string,
  check: (item: unknown, name: string) => T,
): T[] {
  if (!Array.isArray(value))
    throw invalidType(name, 'an instance of Array', value);
  return Array.from(value, (item, i) => check(item, `${name}[${i}]`));
}

export function oneOf<T extends string>(
  value: unknown,
  name: string,
  allowed: readonly T[],
): T {
  if (!allowed.includes(value as T)) {
    const list = allowed.map((one) => `'${one}'`).join(', ');
    throw invalidValue(name, `must be one of: ${list}`, value);
  }
  return value as T;
}

/** Bytes to read from or write into. */
export function bytes(value: unknown, name: string): Uint8Array {
  if (!(value instanceof Uint8Array))
    throw invalidType(name, 'an instance of Buffer or Uint8Array', value);
  return attached(value, name);
}

/**
 * What a Worker has taken over looks empty, which is not what was meant; and so
 * does what lies behind the end of its buffer, since that was resized.
 */
export function attached(value: Uint8Array, name: string): Uint8Array {
  try {
    value.at(0); // undefined of an empty one, an error of those
  } catch {
    throw invalidValue(name, 'must not be detached', value);
  }
  return value;
}

export function abortSignal(
  value: unknown,
  name: string,
): AbortSignal | undefined {
  if (value !== undefined && !(value instanceof AbortSignal))
    throw invalidType(name, 'an instance of AbortSignal', value);
  return value;
}
