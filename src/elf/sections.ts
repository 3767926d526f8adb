// The sections of an ELF file: what a linker and a debugger see in it.

import type { Abi, Header } from './header.js';
import { type Cursor, entries, type Image } from './image.js';
import { Strings } from './strings.js';

/** A row of the section headers. */
export type Section = {
  name: string;
  /** As readelf names it: PROGBITS, NOBITS, SYMTAB, … */
  type: string;
  /** The letters of readelf: 'AX' is allocated and executable. */
  flags: string;
  /** Where it is in memory, before the program is moved. */
  addr: bigint;
  /** Where it is in the file. */
  offset: bigint;
  size: bigint;
  link: number;
  info: number;
  align: bigint;
  entsize: bigint;
  /** What the file holds of it, as it stands: of NOBITS nothing. */
  data(): Buffer;
};

// biome-ignore format: a table
const types = new Map<number, string>([
  [0, 'NULL'], [1, 'PROGBITS'], [2, 'SYMTAB'], [3, 'STRTAB'],
  [4, 'RELA'], [5, 'HASH'], [6, 'DYNAMIC'], [7, 'NOTE'],
  [8, 'NOBITS'], [9, 'REL'], [10, 'SHLIB'], [11, 'DYNSYM'],
  [14, 'INIT_ARRAY'], [15, 'FINI_ARRAY'], [16, 'PREINIT_ARRAY'],
  [17, 'GROUP'], [18, 'SYMTAB SECTION INDICES'], [19, 'RELR'],
  [0x6fff4700, 'GNU_INCREMENTAL_INPUTS'], [0x6ffffff0, 'VERSYM'],
  [0x6ffffff5, 'GNU_ATTRIBUTES'], [0x6ffffff6, 'GNU_HASH'],
  [0x6ffffff7, 'GNU_LIBLIST'], [0x6ffffffc, 'VERDEF'],
  [0x6ffffffd, 'VERDEF'], [0x6ffffffe, 'VERNEED'],
  [0x6fffffff, 'VERSYM'], [0x7ffffffd, 'AUXILIARY'],
  [0x7fffffff, 'FILTER'],
]);

const LOPROC = 0x70000000;

const EM_ARM = 40;
const EM_X86_64 = 62;

// Types that mean one thing on one machine, and another on the next: by how far
// they are above LOPROC.
const ofMachine: Record<number, Record<number, string>> = {
  [EM_X86_64]: { 1: 'X86_64_UNWIND' },
  [EM_ARM]: {
    1: 'ARM_EXIDX',
    2: 'ARM_PREEMPTMAP',
    3: 'ARM_ATTRIBUTES',
  },
  // AArch64 and RISC-V
  183: { 3: 'AARCH64_ATTRIBUTES' },
  243: { 3: 'RISCV_ATTRIBUTES' },
};

function typeName(type: number, { machine }: Abi): string {
  const name = types.get(type) ?? ofMachine[machine]?.[type - LOPROC];
  if (name) return name;
  const above = (base: number) =>
    type === base ? '+0' : `+0x${(type - base).toString(16)}`;
  if (type >= 0x80000000) return `LOUSER${above(0x80000000)}`;
  if (type >= LOPROC) return `LOPROC${above(LOPROC)}`;
  if (type >= 0x60000000) return `LOOS${above(0x60000000)}`;
  return `${type.toString(16).padStart(8, '0')}: <unknown>`;
}

// biome-ignore format: a table
const letters = new Map<number, string>([
  [1, 'W'], [2, 'A'], [4, 'X'], [16, 'M'], [32, 'S'], [0x40, 'I'],
  [0x80, 'L'], [0x100, 'O'], [0x200, 'G'], [0x400, 'T'], [0x800, 'C'],
  [0x80000000, 'E'],
]);

function flagLetters(flags: bigint, abi: Abi): string {
  let text = '';
  for (let bit = 0; flags >> BigInt(bit) !== 0n; bit++)
    if ((flags >> BigInt(bit)) & 1n) {
      const letter = flagLetter(2 ** bit, abi);
      // What is left to systems and machines is one letter together.
      if (!/[op]/.test(letter) || !text.includes(letter)) text += letter;
    }
  return text;
}

function flagLetter(flag: number, { machine, osabi }: Abi): string {
  const letter = letters.get(flag);
  if (letter) return letter;
  if (machine === EM_X86_64 && flag === 0x10000000) return 'l';
  if (machine === EM_ARM && flag === 0x20000000) return 'y';
  const isGnu = osabi === 3 || osabi === 9; // and FreeBSD
  if (isGnu && flag === 0x1000000) return 'D';
  if (isGnu && flag === 0x200000) return 'R';
  if (flag >= 0x100000 && flag < 0x10000000) return 'o';
  if (flag >= 0x10000000 && flag < 0x100000000) return 'p';
  return 'x';
}

export const sectionHeaderSize = ({ is64 }: Image) => (is64 ? 64 : 40);

export const readSectionHeader = (cursor: Cursor) => ({
  name: cursor.u32(),
  type: cursor.u32(),
  flags: cursor.word(),
  addr: cursor.word(),
  offset: cursor.word(),
  size: cursor.word(),
  link: cursor.u32(),
  info: cursor.u32(),
  align: cursor.word(),
  entsize: cursor.word(),
});

export function readSections(
  image: Image,
  { shoff, shnum, shentsize, shstrndx }: Header,
  abi: Abi,
): Section[] {
  if (shoff === 0n) return [];
  const table = { offset: shoff, count: BigInt(shnum), size: shentsize };
  const least = sectionHeaderSize(image);
  const what = 'section headers';
  const raw = entries(image, table, what, least, readSectionHeader);
  const strings = raw[shstrndx];
  if (!strings && shstrndx !== 0)
    throw image.invalid(`section names: no section ${shstrndx}`, shoff);
  const names =
    strings && shstrndx !== 0
      ? new Strings(image, strings.offset, strings.size)
      : undefined;
  return raw.map(({ name, type, flags, ...rest }) => ({
    name: names?.at(name) ?? '',
    type: typeName(type, abi),
    flags: flagLetters(flags, abi),
    ...rest,
    data: () =>
      type === 0 || type === 8 // NULL and NOBITS
        ? Buffer.alloc(0)
        : image.bytes(rest.offset, rest.size, 'section'),
  }));
}
