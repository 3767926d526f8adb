// The symbols of an ELF file: names of functions, variables, files.

import { entries, type Image, type Table } from './image.js';
import type { Section } from './sections.js';
import { Strings } from './strings.js';
import { type Versions, versionOf } from './versions.js';

/** A row of a symbol table. */
export type ElfSymbol = {
  /** Of a section, which has no name of its own, the section's. */
  name: string;
  value: bigint;
  size: bigint;
  /** As readelf names it: FUNC, OBJECT, NOTYPE, SECTION, FILE, TLS, IFUNC, … */
  type: string;
  /** LOCAL, GLOBAL, WEAK or UNIQUE. */
  bind: string;
  /** DEFAULT, HIDDEN, PROTECTED or INTERNAL. */
  visibility: string;
  /** The index of its section; or undefined, absolute or common. */
  section: number | string;
  /** Of a dynamic symbol, 'GLIBC_2.17'. */
  version?: string;
  /** Whether a program that is linked now gets this version: `name@@version`. */
  isDefaultVersion?: boolean;
};

const types: Record<number, string> = {
  ...{ 0: 'NOTYPE', 1: 'OBJECT', 2: 'FUNC', 3: 'SECTION', 4: 'FILE' },
  ...{ 5: 'COMMON', 6: 'TLS', 8: 'RELC', 9: 'SRELC', 10: 'IFUNC' },
};
const binds: Record<number, string> = {
  ...{ 0: 'LOCAL', 1: 'GLOBAL', 2: 'WEAK', 10: 'UNIQUE' },
};
const visibilities = ['DEFAULT', 'INTERNAL', 'HIDDEN', 'PROTECTED'];

function orNumber(name: string | undefined, number: number): string {
  if (name) return name;
  if (number >= 13) return `<processor specific>: ${number}`;
  return `${number >= 10 ? '<OS specific>' : '<unknown>'}: ${number}`;
}

const SHN_LORESERVE = 0xff00;
const SHN_XINDEX = 0xffff;

function reserved(index: number): string {
  if (index === 0xfff1) return 'ABS';
  if (index === 0xfff2) return 'COM';
  const kind = index < 0xff20 ? 'PRC' : index < 0xff40 ? 'OS ' : 'RSV';
  return `${kind}[0x${index.toString(16)}]`;
}

/** A table of symbols, and what belongs to it. */
export type SymbolTable = {
  table: Table;
  strings: Strings;
  /** Indices of sections that do not fit into 16 bits. */
  indices?: Buffer | undefined;
  versions?: Versions | undefined;
};

export function readTable(
  image: Image,
  sections: Section[],
  { table, strings, indices, versions }: SymbolTable,
): ElfSymbol[] {
  checkLength(image, table, indices, 4);
  checkLength(image, table, versions?.numbers, 2);
  const { is64 } = image;
  const least = is64 ? 24 : 16;
  const beyond = indices && image.cursor(indices);
  const numbers = versions && image.cursor(versions.numbers);
  return entries(image, table, 'symbols', least, (cursor, i) => {
    const start = cursor.u32();
    let value = 0n;
    let size = 0n;
    if (!is64) {
      value = cursor.word();
      size = cursor.word();
    }
    const info = cursor.u8();
    const other = cursor.u8();
    let index = cursor.u16();
    if (is64) {
      value = cursor.word();
      size = cursor.word();
    }
    const type = info & 15;
    let section: number | string = index;
    if (index === 0) section = 'UND';
    else if (index === SHN_XINDEX && beyond) {
      beyond.at = i * 4;
      index = beyond.u32();
      section = index;
    } else if (index >= SHN_LORESERVE) section = reserved(index);
    const symbol: ElfSymbol = {
      name:
        type === 3 && start === 0
          ? (sections[index]?.name ?? '')
          : strings.at(start),
      value,
      size,
      type: orNumber(types[type], type),
      bind: orNumber(binds[info >> 4], info >> 4),
      visibility: visibilities[other & 3] as string,
      section,
    };
    if (numbers) {
      numbers.at = i * 2;
      const number = numbers.u16();
      Object.assign(symbol, versionOf(versions, number, index !== 0));
    }
    return symbol;
  });
}

/** The table for the linker and debuggers, which strip(1) takes away. */
export function readSymbols(image: Image, sections: Section[]): ElfSymbol[] {
  const found = sections.findIndex(({ type }) => type === 'SYMTAB');
  if (found < 0) return [];
  const { table, strings } = tableOf(image, sections, found);
  const indices = sections
    .find(
      ({ type, link }) => type === 'SYMTAB SECTION INDICES' && link === found,
    )
    ?.data();
  return readTable(image, sections, { table, strings, indices });
}

export function tableOf(image: Image, sections: Section[], at: number) {
  const { offset, size, entsize, link } = sections[at] as Section;
  if (entsize === 0n)
    throw image.invalid('symbols: entries of 0 bytes', offset);
  const names = sections[link];
  if (!names) throw image.invalid(`symbols: no section ${link}`, offset);
  return {
    table: { offset, count: size / entsize, size: Number(entsize) },
    strings: new Strings(image, names.offset, names.size),
  };
}

/** What goes along with a table has an entry for each of its symbols. */
function checkLength(
  image: Image,
  { offset, count }: Table,
  along: Buffer | undefined,
  size: number,
): void {
  if (along && BigInt(along.length) < count * BigInt(size))
    throw image.invalid(
      'symbols: more than section indices or versions',
      offset,
    );
}
