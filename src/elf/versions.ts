// The versions of dynamic symbols: GLIBC_2.17 and the like.

import type { Cursor, Image } from './image.js';
import type { Strings } from './strings.js';

/** A chain of structures; each says how far off the next one is. */
export type Chain = { offset: bigint; size: bigint; count: bigint };

export type Versions = {
  /** A number of 16 bits for each symbol. */
  numbers: Buffer;
  /** By number: what this file defines, and what it needs of others. */
  defined: Map<number, string>;
  needed: Map<number, string>;
};

/** The first bit: not what a program is linked with. */
const HIDDEN = 0x8000;
/** The version that stands for the file itself. */
const VER_FLG_BASE = 1;

/** Goes to a place, and says what is there, of so many bytes. */
type Go = (at: number, length: number) => Cursor;

/** To none that is not there, and not more often than there are places. */
function walker(image: Image, { offset, size }: Chain): Go {
  const bytes = image.bytes(offset, size, 'symbol versions');
  const cursor = image.cursor(bytes);
  let left = bytes.length / 4;
  return (at, length) => {
    if (at + length > bytes.length || left-- <= 0)
      throw image.invalid('symbol versions', offset + BigInt(at));
    cursor.at = at;
    return cursor;
  };
}

/** Where the structures of a chain are. Each ends with how far the next one is. */
function* places(go: Go, start: number, count: bigint | number, size: number) {
  let at = start;
  for (let i = 0; i < count; i++) {
    yield at;
    const next = go(at + size - 4, 4).u32();
    if (next === 0) return;
    at += next;
  }
}

export function readDefined(
  image: Image,
  chain: Chain,
  strings: Strings,
): Map<number, string> {
  const found = new Map<number, string>();
  const go = walker(image, chain);
  for (const at of places(go, 0, chain.count, 20)) {
    const entry = go(at + 2, 14);
    const flags = entry.u16();
    const number = entry.u16();
    entry.at += 6; // how many names, and a hash
    const name = at + entry.u32();
    if (!(flags & VER_FLG_BASE))
      found.set(number, strings.at(go(name, 4).u32()));
  }
  return found;
}

export function readNeeded(
  image: Image,
  chain: Chain,
  strings: Strings,
): Map<number, string> {
  const found = new Map<number, string>();
  const go = walker(image, chain);
  for (const file of places(go, 0, chain.count, 16)) {
    const entry = go(file + 2, 10);
    const names = entry.u16();
    entry.at += 4; // the name of the file
    const first = file + entry.u32();
    for (const at of places(go, first, names, 16)) {
      const one = go(at + 6, 6);
      found.set(one.u16() & ~HIDDEN, strings.at(one.u32()));
    }
  }
  return found;
}

/** The version of a symbol, as readelf writes it after `@` or `@@`. */
export function versionOf(
  { defined, needed }: Versions,
  number: number,
  isDefined: boolean,
): { version?: string; isDefaultVersion?: boolean } {
  const index = number & ~HIDDEN;
  const own = isDefined ? defined.get(index) : undefined;
  if (own !== undefined)
    return { version: own, isDefaultVersion: !(number & HIDDEN) };
  // A variable that is copied from a library is defined here, too.
  const other = needed.get(index);
  return other === undefined ? {} : { version: other, isDefaultVersion: false };
}
