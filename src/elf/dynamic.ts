// The dynamic section of an ELF file: what it tells the dynamic linker.

import { entries, type Image } from './image.js';
import { offsetOf, type ProgramHeader } from './segments.js';
import { Strings } from './strings.js';

/** An entry of the dynamic section. */
export type DynamicEntry = {
  /** As readelf names it: NEEDED, SONAME, FLAGS_1, … */
  tag: string;
  value: bigint;
  /** Of a name or of flags, what readelf shows: 'libc.so.6', 'NOW PIE'. */
  text?: string;
};

// biome-ignore format: a table
const tags = new Map<number, string>([
  [1, 'NEEDED'], [2, 'PLTRELSZ'], [3, 'PLTGOT'], [4, 'HASH'],
  [5, 'STRTAB'], [6, 'SYMTAB'], [7, 'RELA'], [8, 'RELASZ'],
  [9, 'RELAENT'], [10, 'STRSZ'], [11, 'SYMENT'], [12, 'INIT'],
  [13, 'FINI'], [14, 'SONAME'], [15, 'RPATH'], [16, 'SYMBOLIC'],
  [17, 'REL'], [18, 'RELSZ'], [19, 'RELENT'], [20, 'PLTREL'],
  [21, 'DEBUG'], [22, 'TEXTREL'], [23, 'JMPREL'], [24, 'BIND_NOW'],
  [25, 'INIT_ARRAY'], [26, 'FINI_ARRAY'], [27, 'INIT_ARRAYSZ'],
  [28, 'FINI_ARRAYSZ'], [29, 'RUNPATH'], [30, 'FLAGS'],
  [32, 'PREINIT_ARRAY'], [33, 'PREINIT_ARRAYSZ'],
  [34, 'SYMTAB_SHNDX'], [35, 'RELRSZ'], [36, 'RELR'], [37, 'RELRENT'],
  [0x6ffffdf4, 'GNU_FLAGS_1'], [0x6ffffdf5, 'GNU_PRELINKED'],
  [0x6ffffdf6, 'GNU_CONFLICTSZ'], [0x6ffffdf7, 'GNU_LIBLISTSZ'],
  [0x6ffffdf8, 'CHECKSUM'], [0x6ffffdf9, 'PLTPADSZ'],
  [0x6ffffdfa, 'MOVEENT'], [0x6ffffdfb, 'MOVESZ'],
  [0x6ffffdfc, 'FEATURE'], [0x6ffffdfd, 'POSFLAG_1'],
  [0x6ffffdfe, 'SYMINSZ'], [0x6ffffdff, 'SYMINENT'],
  [0x6ffffef5, 'GNU_HASH'], [0x6ffffef6, 'TLSDESC_PLT'],
  [0x6ffffef7, 'TLSDESC_GOT'], [0x6ffffef8, 'GNU_CONFLICT'],
  [0x6ffffef9, 'GNU_LIBLIST'], [0x6ffffefa, 'CONFIG'],
  [0x6ffffefb, 'DEPAUDIT'], [0x6ffffefc, 'AUDIT'],
  [0x6ffffefd, 'PLTPAD'], [0x6ffffefe, 'MOVETAB'],
  [0x6ffffeff, 'SYMINFO'], [0x6ffffff0, 'VERSYM'],
  [0x6ffffff9, 'RELACOUNT'], [0x6ffffffa, 'RELCOUNT'],
  [0x6ffffffb, 'FLAGS_1'], [0x6ffffffc, 'VERDEF'],
  [0x6ffffffd, 'VERDEFNUM'], [0x6ffffffe, 'VERNEED'],
  [0x6fffffff, 'VERNEEDNUM'], [0x7ffffffd, 'AUXILIARY'],
  [0x7ffffffe, 'USED'], [0x7fffffff, 'FILTER'],
]);

function tagName(tag: bigint): string {
  const name = tags.get(Number(tag));
  if (name) return name;
  const hex = tag.toString(16);
  if (tag >= 0x70000000n && tag <= 0x7fffffffn)
    return `Processor Specific: ${hex}`;
  if (tag >= 0x6000000dn && tag <= 0x6ffff000n)
    return `Operating System specific: ${hex}`;
  return `<unknown>: ${hex}`;
}

const strings = new Set([
  ...['NEEDED', 'SONAME', 'RPATH', 'RUNPATH', 'AUXILIARY', 'FILTER'],
  ...['CONFIG', 'DEPAUDIT', 'AUDIT'],
]);

// By bit.
const flags: Record<string, string[]> = {
  FLAGS: ['ORIGIN', 'SYMBOLIC', 'TEXTREL', 'BIND_NOW', 'STATIC_TLS'],
  FLAGS_1: [
    ...['NOW', 'GLOBAL', 'GROUP', 'NODELETE', 'LOADFLTR', 'INITFIRST'],
    ...['NOOPEN', 'ORIGIN', 'DIRECT', 'TRANS', 'INTERPOSE', 'NODEFLIB'],
    ...['NODUMP', 'CONFALT', 'ENDFILTEE', 'DISPRELDNE', 'DISPRELPND'],
    ...['NODIRECT', 'IGNMULDEF', 'NOKSYMS', 'NOHDR', 'EDITED', 'NORELOC'],
    ...['SYMINTPOSE', 'GLOBAUDIT', 'SINGLETON', 'STUB', 'PIE', 'KMOD'],
    ...['WEAKFILTER', 'NOCOMMON'],
  ],
};

function flagWords(value: bigint, names: string[]): string {
  const known = names.filter((_, bit) => (value >> BigInt(bit)) & 1n);
  const rest = (value >> BigInt(names.length)) << BigInt(names.length);
  return [...known, ...(rest ? [`0x${rest.toString(16)}`] : [])].join(' ');
}

/** The value of the first entry with a tag. */
export const dynamicValue = (dynamic: DynamicEntry[], name: string) =>
  dynamic.find(({ tag }) => tag === name)?.value;

/** Of an address that the dynamic section names. */
export function placeOf(
  image: Image,
  segments: ProgramHeader[],
  address: bigint,
): bigint {
  const place = offsetOf(segments, address);
  if (place !== undefined) return place;
  const hex = address.toString(16);
  throw image.invalid(`dynamic section: 0x${hex} is not in the file`, 0);
}

export function readDynamic(
  image: Image,
  segments: ProgramHeader[],
): DynamicEntry[] {
  const segment = segments.find(({ type }) => type === 'DYNAMIC');
  if (!segment) return [];
  const size = image.is64 ? 16 : 8;
  const { offset, filesz } = segment;
  const table = { offset, count: filesz / BigInt(size), size };
  const all = entries(image, table, 'dynamic section', size, (cursor) => ({
    tag: cursor.word(),
    value: cursor.word(),
  }));
  const end = all.findIndex(({ tag }) => tag === 0n);
  const found: DynamicEntry[] = (end < 0 ? all : all.slice(0, end)).map(
    ({ tag, value }) => ({ tag: tagName(tag), value }),
  );
  let names: Strings | undefined;
  for (const entry of found) {
    if (strings.has(entry.tag)) {
      names ??= dynamicStrings(image, segments, found);
      entry.text = names.at(entry.value);
    }
    const words = flags[entry.tag];
    if (words) entry.text = flagWords(entry.value, words);
  }
  return found;
}

export function dynamicStrings(
  image: Image,
  segments: ProgramHeader[],
  dynamic: DynamicEntry[],
): Strings {
  const address = dynamicValue(dynamic, 'STRTAB') ?? 0n;
  const size = dynamicValue(dynamic, 'STRSZ') ?? 0n;
  return new Strings(image, placeOf(image, segments, address), size);
}
