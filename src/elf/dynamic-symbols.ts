// The dynamic symbols of an ELF file. Sections tell where they are; where there
// are none, the dynamic section does, which is what the dynamic linker reads.

import {
  type DynamicEntry,
  dynamicStrings,
  dynamicValue,
  placeOf,
} from './dynamic.js';
import type { Image } from './image.js';
import type { Section } from './sections.js';
import type { ProgramHeader } from './segments.js';
import type { Strings } from './strings.js';
import {
  type ElfSymbol,
  readTable,
  type SymbolTable,
  tableOf,
} from './symbols.js';
import {
  type Chain,
  readDefined,
  readNeeded,
  type Versions,
} from './versions.js';

export function readDynamicSymbols(
  image: Image,
  sections: Section[],
  segments: ProgramHeader[],
  dynamic: DynamicEntry[],
): ElfSymbol[] {
  const table =
    sections.length > 0
      ? bySections(image, sections)
      : byDynamic(image, segments, dynamic);
  return table ? readTable(image, sections, table) : [];
}

function versions(
  image: Image,
  strings: Strings,
  numbers: Buffer | undefined,
  defined: Chain | undefined,
  needed: Chain | undefined,
): Versions | undefined {
  return (
    numbers && {
      numbers,
      defined: defined ? readDefined(image, defined, strings) : new Map(),
      needed: needed ? readNeeded(image, needed, strings) : new Map(),
    }
  );
}

function bySections(
  image: Image,
  sections: Section[],
): SymbolTable | undefined {
  const found = sections.findIndex(({ type }) => type === 'DYNSYM');
  if (found < 0) return undefined;
  const { table, strings } = tableOf(image, sections, found);
  const ofType = (name: string) => sections.find(({ type }) => type === name);
  const chain = (name: string): Chain | undefined => {
    const section = ofType(name);
    return section && { ...section, count: BigInt(section.info) };
  };
  return {
    table,
    strings,
    versions: versions(
      image,
      strings,
      ofType('VERSYM')?.data(),
      chain('VERDEF'),
      chain('VERNEED'),
    ),
  };
}

function byDynamic(
  image: Image,
  segments: ProgramHeader[],
  dynamic: DynamicEntry[],
): SymbolTable | undefined {
  const place = (tag: string) => {
    const address = dynamicValue(dynamic, tag);
    return address === undefined
      ? undefined
      : placeOf(image, segments, address);
  };
  const offset = place('SYMTAB');
  const count = countOf(image, place('HASH'), place('GNU_HASH'));
  if (offset === undefined || count === undefined) return undefined;
  const chain = (tag: string): Chain | undefined => {
    const start = place(tag);
    const length = dynamicValue(dynamic, `${tag}NUM`) ?? 0n;
    // How long it is, nobody tells.
    const size = BigInt(image.size) - (start ?? 0n);
    return start === undefined
      ? undefined
      : { offset: start, size, count: length };
  };
  const numbers = place('VERSYM');
  const strings = dynamicStrings(image, segments, dynamic);
  return {
    table: { offset, count, size: image.is64 ? 24 : 16 },
    strings,
    versions: versions(
      image,
      strings,
      numbers === undefined
        ? undefined
        : image.bytes(numbers, count * 2n, 'symbol versions'),
      chain('VERDEF'),
      chain('VERNEED'),
    ),
  };
}

/** How many symbols there are, nobody tells but the tables to find them by. */
function countOf(
  image: Image,
  hash: bigint | undefined,
  gnuHash: bigint | undefined,
): bigint | undefined {
  const words = (offset: bigint, count: number) =>
    image.cursor(image.bytes(offset, BigInt(count) * 4n, 'hash table'));
  if (hash !== undefined) {
    const head = words(hash, 2);
    head.at = 4;
    return BigInt(head.u32()); // a chain entry for each
  }
  if (gnuHash === undefined) return undefined;
  const head = words(gnuHash, 4);
  const buckets = head.u32();
  const first = head.u32();
  const filter = BigInt(head.u32()) * (image.is64 ? 8n : 4n);
  const start = gnuHash + 16n + filter;
  const bucket = words(start, buckets);
  let last = 0;
  for (let i = 0; i < buckets; i++) last = Math.max(last, bucket.u32());
  if (last < first) return BigInt(first); // nothing to be found
  // The last chain goes on until the lowest bit of a hash is set.
  const chains = start + BigInt(buckets) * 4n;
  const offset = chains + BigInt(last - first) * 4n;
  const rest = (BigInt(image.size) - offset) / 4n;
  const hashes = words(offset, Number(rest > 0n ? rest : 0n));
  for (let count = last + 1; count - last <= Number(rest); count++)
    if (hashes.u32() & 1) return BigInt(count);
  throw image.invalid('hash table without an end', offset);
}
