// The program headers of an ELF file: its segments, which are what the kernel
// and the dynamic linker see in it.

import type { Abi, Header } from './header.js';
import { entries, type Image } from './image.js';

export type ProgramHeader = {
  /** As readelf names it: LOAD, DYNAMIC, INTERP, GNU_STACK, … */
  type: string;
  /** Three characters, as readelf writes them: 'RW ', 'R E'. */
  flags: string;
  offset: bigint;
  vaddr: bigint;
  paddr: bigint;
  filesz: bigint;
  memsz: bigint;
  align: bigint;
};

const types: Record<number, string> = {
  ...{ 0: 'NULL', 1: 'LOAD', 2: 'DYNAMIC', 3: 'INTERP', 4: 'NOTE' },
  ...{ 5: 'SHLIB', 6: 'PHDR', 7: 'TLS', 1685382480: 'GNU_EH_FRAME' },
  ...{ 1685382481: 'GNU_STACK', 1685382482: 'GNU_RELRO' },
  ...{ 1685382483: 'GNU_PROPERTY', 1685382484: 'GNU_SFRAME' },
  ...{ 1705237478: 'OPENBSD_RANDOMIZE', 1705237479: 'OPENBSD_WXNEEDED' },
  ...{ 1705253862: 'OPENBSD_BOOTDATA' },
};

const ofMachine: Record<number, Record<number, string>> = {
  // ARM, AArch64 and RISC-V
  40: { 1879048193: 'EXIDX' },
  183: { 1879048192: 'AARCH64_ARCHEXT', 1879048194: 'AARCH64_MEMTAG_MTE' },
  243: { 1879048195: 'RISCV_ATTRIBUTES' },
};

function typeName(type: number, { machine }: Abi): string {
  const name = types[type] ?? ofMachine[machine]?.[type];
  if (name) return name;
  const above = (base: number) =>
    type === base ? '+0' : `+0x${(type - base).toString(16)}`;
  if (type >= 0x80000000 || type < 0x60000000)
    return `<unknown>: ${type.toString(16)}`;
  return type >= 0x70000000
    ? `LOPROC${above(0x70000000)}`
    : `LOOS${above(0x60000000)}`;
}

const flagLetters = (flags: number) =>
  (flags & 4 ? 'R' : ' ') + (flags & 2 ? 'W' : ' ') + (flags & 1 ? 'E' : ' ');

export function readProgramHeaders(
  image: Image,
  { phoff, phnum, phentsize }: Header,
  abi: Abi,
): ProgramHeader[] {
  const { is64 } = image;
  const table = { offset: phoff, count: BigInt(phnum), size: phentsize };
  const least = is64 ? 56 : 32;
  return entries(image, table, 'program headers', least, (cursor) => {
    const type = typeName(cursor.u32(), abi);
    // Where the flags are is what the classes differ in.
    const first = is64 ? cursor.u32() : 0;
    const places = {
      offset: cursor.word(),
      vaddr: cursor.word(),
      paddr: cursor.word(),
      filesz: cursor.word(),
      memsz: cursor.word(),
    };
    const flags = flagLetters(is64 ? first : cursor.u32());
    return { type, flags, ...places, align: cursor.word() };
  });
}

/** Where in the file an address is that is loaded from it. */
export function offsetOf(
  segments: ProgramHeader[],
  address: bigint,
): bigint | undefined {
  const segment = segments.find(
    ({ type, vaddr, filesz }) =>
      type === 'LOAD' && address >= vaddr && address < vaddr + filesz,
  );
  return segment && segment.offset + address - segment.vaddr;
}
