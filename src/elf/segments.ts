// The program headers of an ELF file: its segments, which are what the kernel
// and the dynamic linker see in it.

import type { Abi, Header } from './header.js';
import { entries, type Image } from './image.js';

/** A row of the program headers. */
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

// biome-ignore format: a table
const types = new Map<number, string>([
  [0, 'NULL'], [1, 'LOAD'], [2, 'DYNAMIC'], [3, 'INTERP'],
  [4, 'NOTE'], [5, 'SHLIB'], [6, 'PHDR'], [7, 'TLS'],
  [0x6474e550, 'GNU_EH_FRAME'], [0x6474e551, 'GNU_STACK'],
  [0x6474e552, 'GNU_RELRO'], [0x6474e553, 'GNU_PROPERTY'],
  [0x6474e554, 'GNU_SFRAME'], [0x65a3dbe6, 'OPENBSD_RANDOMIZE'],
  [0x65a3dbe7, 'OPENBSD_WXNEEDED'], [0x65a41be6, 'OPENBSD_BOOTDATA'],
]);

const LOPROC = 0x70000000;

// By how far they are above LOPROC.
const ofMachine: Record<number, Record<number, string>> = {
  // ARM, AArch64 and RISC-V
  40: { 1: 'EXIDX' },
  183: { 0: 'AARCH64_ARCHEXT', 2: 'AARCH64_MEMTAG_MTE' },
  243: { 3: 'RISCV_ATTRIBUTES' },
};

function typeName(type: number, { machine }: Abi): string {
  const name = types.get(type) ?? ofMachine[machine]?.[type - LOPROC];
  if (name) return name;
  const above = (base: number) =>
    type === base ? '+0' : `+0x${(type - base).toString(16)}`;
  if (type >= 0x80000000 || type < 0x60000000)
    return `<unknown>: ${type.toString(16)}`;
  return type >= LOPROC ? `LOPROC${above(LOPROC)}` : `LOOS${above(0x60000000)}`;
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
