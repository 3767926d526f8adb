// Errors as structured clone can carry them. Of its own accord it keeps neither
// their own properties nor the names of their classes.

import { inspect } from 'node:util';
import { serialize } from 'node:v8';

/** An error, or whatever else was thrown. */
export type Carried =
  | { value: unknown }
  | { list: Carried[] }
  | { name: string; message: string; stack: string; own: Own[] };

type Own = { key: string; enumerable: boolean; carried: Carried };

function canBeCloned(value: unknown): boolean {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
}

function ownOf(error: Error, within: readonly unknown[]): Own[] {
  const found: Own[] = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    if (['name', 'message', 'stack'].includes(key)) continue;
    const { enumerable = false } =
      Object.getOwnPropertyDescriptor(error, key) ?? {};
    const value: unknown = Reflect.get(error, key);
    if (within.includes(value)) continue; // its own cause
    const carried = carry(value, within);
    if (canBeCloned(carried)) found.push({ key, enumerable, carried });
  }
  return found;
}

function carry(value: unknown, within: readonly unknown[]): Carried {
  if (value instanceof Error) {
    const { name, message, stack } = value;
    return {
      name: `${name}`,
      message: `${message}`,
      stack: `${stack}`,
      own: ownOf(value, [...within, value]),
    };
  }
  if (Array.isArray(value) && value.some((it) => it instanceof Error))
    return { list: value.map((it) => carry(it, within)) }; // of AggregateError
  return { value };
}

/** What can be carried of it: properties that cannot be cloned are left out. */
export function toCarried(thrown: unknown): Carried {
  try {
    const carried = carry(thrown, []);
    if (canBeCloned(carried)) return carried;
  } catch {
    // One of its getters has thrown.
  }
  return { value: inspect(thrown) };
}

const classes = new Map<string, new (message: string) => Error>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    (it) => [it.name, it],
  ),
);

export function fromCarried(carried: Carried): unknown {
  if ('value' in carried) return carried.value;
  if ('list' in carried) return carried.list.map(fromCarried);
  const { name, message, stack, own } = carried;
  const error =
    name === 'AggregateError'
      ? new AggregateError([], message)
      : new (classes.get(name) ?? Error)(message);
  const put = (key: string, value: unknown, enumerable: boolean) =>
    Object.defineProperty(error, key, {
      ...{ value, enumerable, writable: true, configurable: true },
    });
  put('stack', stack, false);
  if (error.name !== name) put('name', name, false);
  for (const { key, enumerable, carried } of own)
    put(key, fromCarried(carried), enumerable);
  return error;
}
