// Resources and their limits, as users write them.

import { constants } from './binding.js';
import type { ConstantName } from './constant-names.js';
import { invalidType, invalidValue } from './errors.js';
import { integer, object, uint64 } from './validate.js';

type Prefixed = Extract<ConstantName, `RLIMIT_${string}`>;

/** By its number, RLIMIT_NOFILE, or by its name: `'NOFILE'`. */
export type Resource =
  | number
  | (Prefixed extends `RLIMIT_${infer Name}` ? Name : never);

/** RLIM_INFINITY is no limit. */
export type Rlimit = { soft: bigint; hard: bigint };

export function toResource(value: unknown, name: string): number {
  if (typeof value === 'number') return integer(value, name);
  if (typeof value !== 'string')
    throw invalidType(name, 'of type number or string', value);
  const key = `RLIMIT_${value}`;
  if (!Object.hasOwn(constants, key))
    throw invalidValue(name, 'must be the name of a resource', value);
  return constants[key as Prefixed];
}

export function toLimit(value: unknown, name: string): [bigint, bigint] {
  const { soft, hard } = object(value, name) as Rlimit;
  return [uint64(soft, `${name}.soft`), uint64(hard, `${name}.hard`)];
}
