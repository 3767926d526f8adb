// The notes of an ELF file: of what build and for what system it is, and in a
// core file, what the process was.

import type { Header } from './header.js';
import type { Image } from './image.js';
import type { Section } from './sections.js';
import type { ProgramHeader } from './segments.js';

/** A note, of a section or a segment. */
export type Note = {
  /** Who says it: 'GNU', 'CORE', … */
  name: string;
  /** As readelf names it: NT_GNU_BUILD_ID, NT_PRSTATUS, … */
  type: string;
  desc: Buffer;
};

// biome-ignore format: a table
const gnu = new Map<number, string>([
  [1, 'NT_GNU_ABI_TAG'], [2, 'NT_GNU_HWCAP'], [3, 'NT_GNU_BUILD_ID'],
  [4, 'NT_GNU_GOLD_VERSION'], [5, 'NT_GNU_PROPERTY_TYPE_0'],
]);

// biome-ignore format: a table
const core = new Map<number, string>([
  [1, 'NT_PRSTATUS'], [2, 'NT_FPREGSET'], [3, 'NT_PRPSINFO'],
  [4, 'NT_TASKSTRUCT'], [6, 'NT_AUXV'], [10, 'NT_PSTATUS'],
  [12, 'NT_FPREGS'], [13, 'NT_PSINFO'], [16, 'NT_LWPSTATUS'],
  [17, 'NT_LWPSINFO'], [18, 'NT_WIN32PSTATUS'],
  [0x46494c45, 'NT_FILE'], [0x46e62b7f, 'NT_PRXFPREG'],
  [0x53494749, 'NT_SIGINFO'], [0x100, 'NT_PPC_VMX'],
  [0x102, 'NT_PPC_VSX'], [0x200, 'NT_386_TLS'],
  [0x201, 'NT_386_IOPERM'], [0x202, 'NT_X86_XSTATE'],
  [0x203, 'NT_X86_CET'], [0x300, 'NT_S390_HIGH_GPRS'],
  [0x301, 'NT_S390_TIMER'], [0x302, 'NT_S390_TODCMP'],
  [0x303, 'NT_S390_TODPREG'], [0x304, 'NT_S390_CTRS'],
  [0x305, 'NT_S390_PREFIX'], [0x306, 'NT_S390_LAST_BREAK'],
  [0x307, 'NT_S390_SYSTEM_CALL'], [0x400, 'NT_ARM_VFP'],
  [0x401, 'NT_ARM_TLS'], [0x402, 'NT_ARM_HW_BREAK'],
  [0x403, 'NT_ARM_HW_WATCH'], [0x404, 'NT_ARM_SYSTEM_CALL'],
  [0x405, 'NT_ARM_SVE'], [0x406, 'NT_ARM_PAC_MASK'],
  [0x407, 'NT_ARM_PACA_KEYS'], [0x408, 'NT_ARM_PACG_KEYS'],
  [0x409, 'NT_ARM_TAGGED_ADDR_CTRL'],
  [0x40a, 'NT_ARM_PAC_ENABLED_KEYS'], [0x600, 'NT_ARC_V2'],
  [0x900, 'NT_RISCV_CSR'], [0xff000000, 'NT_GDB_TDESC'],
]);

// Of the compiler, for each range of addresses.
// biome-ignore format: a table
const build = new Map<number, string>([
  [0x100, 'NT_GNU_BUILD_ATTRIBUTE_OPEN'],
  [0x101, 'NT_GNU_BUILD_ATTRIBUTE_FUNC'],
]);

// biome-ignore format: a table
const others = new Map<number, string>([
  [1, 'NT_VERSION'], [2, 'NT_ARCH'], [4, 'GO BUILDID'],
  [0xcafe1a7e, 'FDO_PACKAGING_METADATA'],
]);

function typeName(type: number, owner: string, isCore: boolean): string {
  let names = isCore ? core : others;
  if (owner === 'GNU') names = gnu;
  if (owner === 'stapsdt') names = new Map([[3, 'NT_STAPSDT']]);
  if (owner.startsWith('GA')) names = build;
  return names.get(type) ?? `0x${type.toString(16).padStart(8, '0')}`;
}

/** Sections tell of more than is loaded; a core file has segments only. */
export function readNotes(
  image: Image,
  { type }: Header,
  sections: Section[],
  segments: ProgramHeader[],
): Note[] {
  const isNote = (part: { type: string }) => part.type === 'NOTE';
  const isCore = type === 'CORE';
  const parts = isCore ? [] : sections.filter(isNote);
  const places =
    parts.length > 0
      ? parts
      : segments.filter(isNote).map((it) => ({ ...it, size: it.filesz }));
  // They may tell the same twice, but not any number of times.
  const total = places.reduce((sum, { size }) => sum + size, 0n);
  if (total > 2n * BigInt(image.size))
    throw image.invalid('notes overlap', places[0]?.offset ?? 0n);
  return places.flatMap((place) => readPart(image, place, isCore));
}

function readPart(
  image: Image,
  { offset, size, align }: { offset: bigint; size: bigint; align: bigint },
  isCore: boolean,
): Note[] {
  const bytes = image.bytes(offset, size, 'notes');
  const cursor = image.cursor(bytes);
  const step = align === 8n ? 8 : 4;
  const aligned = (at: number) => Math.ceil(at / step) * step;
  const notes: Note[] = [];
  for (let at = 0; at < bytes.length; ) {
    const left = bytes.length - at;
    cursor.at = at;
    const nameSize = left < 12 ? 0 : cursor.u32();
    const descSize = left < 12 ? 0 : cursor.u32();
    const desc = aligned(12 + nameSize);
    if (left < 12 || desc + descSize > left)
      throw image.invalid('note', offset + BigInt(at));
    const type = cursor.u32();
    const name = bytes.toString('utf8', at + 12, at + 12 + nameSize);
    const owner = name.split('\0', 1)[0] as string;
    notes.push({
      name: owner,
      type: typeName(type, owner, isCore),
      desc: bytes.subarray(at + desc, at + desc + descSize),
    });
    at += aligned(desc + descSize);
  }
  return notes;
}
