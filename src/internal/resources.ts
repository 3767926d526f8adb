// Resources and their limits, as users write them.

import { constants } from './binding.js';
import type { ConstantName } from './constant-names.js';
import { invalidType, invalidValue } from './errors.js';
import { int64, integer, object, refuseUnknown } from './validate.js';

type Prefixed = Extract<ConstantName, `RLIMIT_${string}`>;

/** The names of limits without RLIMIT_: `'NOFILE'`. */
export type ResourceName = Prefixed extends `RLIMIT_${infer Name}`
  ? Name
  : never;

/** By its number, RLIMIT_NOFILE, or by its name: `'NOFILE'`. */
export type Resource = number | ResourceName;

/** No limit: the largest number of 64 bits. */
export const RLIM_INFINITY = 2n ** 64n - 1n;

/** RLIM_INFINITY is no limit. */
export type Rlimit = { soft: bigint; hard: bigint };

/** Numbers are as good, if they are exact. */
export type RlimitInput = {
  readonly soft: bigint | number;
  readonly hard: bigint | number;
};

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
  const { soft, hard, ...unknown } = object(value, name) as RlimitInput;
  refuseUnknown(unknown, name);
  return [
    int64(soft, `${name}.soft`, 0n, RLIM_INFINITY),
    int64(hard, `${name}.hard`, 0n, RLIM_INFINITY),
  ];
}
