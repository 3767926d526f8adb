// The notes of an ELF file: of what build and for what system it is, and in a
// core file, what the process was.

import type { Header } from './header.js';
import type { Image } from './image.js';
import type { Section } from './sections.js';
import type { ProgramHeader } from './segments.js';

export type Note = {
  /** Who says it: 'GNU', 'CORE', … */
  name: string;
  /** As readelf names it: NT_GNU_BUILD_ID, NT_PRSTATUS, … */
  type: string;
  desc: Buffer;
};

const gnu: Record<number, string> = {
  ...{ 1: 'NT_GNU_ABI_TAG', 2: 'NT_GNU_HWCAP', 3: 'NT_GNU_BUILD_ID' },
  ...{ 4: 'NT_GNU_GOLD_VERSION', 5: 'NT_GNU_PROPERTY_TYPE_0' },
};

const core: Record<number, string> = {
  ...{ 1: 'NT_PRSTATUS', 2: 'NT_FPREGSET', 3: 'NT_PRPSINFO' },
  ...{ 4: 'NT_TASKSTRUCT', 6: 'NT_AUXV', 10: 'NT_PSTATUS', 12: 'NT_FPREGS' },
  ...{ 13: 'NT_PSINFO', 16: 'NT_LWPSTATUS', 17: 'NT_LWPSINFO' },
  ...{ 18: 'NT_WIN32PSTATUS', 1179208773: 'NT_FILE' },
  ...{ 1189489535: 'NT_PRXFPREG', 1397311305: 'NT_SIGINFO' },
  ...{ 256: 'NT_PPC_VMX', 258: 'NT_PPC_VSX', 512: 'NT_386_TLS' },
  ...{ 513: 'NT_386_IOPERM', 514: 'NT_X86_XSTATE', 515: 'NT_X86_CET' },
  ...{ 768: 'NT_S390_HIGH_GPRS', 769: 'NT_S390_TIMER' },
  ...{ 770: 'NT_S390_TODCMP', 771: 'NT_S390_TODPREG' },
  ...{ 772: 'NT_S390_CTRS', 773: 'NT_S390_PREFIX' },
  ...{ 774: 'NT_S390_LAST_BREAK', 775: 'NT_S390_SYSTEM_CALL' },
  ...{ 1024: 'NT_ARM_VFP', 1025: 'NT_ARM_TLS', 1026: 'NT_ARM_HW_BREAK' },
  ...{ 1027: 'NT_ARM_HW_WATCH', 1028: 'NT_ARM_SYSTEM_CALL' },
  ...{ 1029: 'NT_ARM_SVE', 1030: 'NT_ARM_PAC_MASK' },
  ...{ 1031: 'NT_ARM_PACA_KEYS', 1032: 'NT_ARM_PACG_KEYS' },
  ...{ 1033: 'NT_ARM_TAGGED_ADDR_CTRL', 1034: 'NT_ARM_PAC_ENABLED_KEYS' },
  ...{ 1536: 'NT_ARC_V2', 2304: 'NT_RISCV_CSR' },
};

const others: Record<number, string> = {
  ...{ 1: 'NT_VERSION', 2: 'NT_ARCH', 4: 'GO BUILDID' },
  3405650558: 'FDO_PACKAGING_METADATA',
};

function typeName(type: number, owner: string, isCore: boolean): string {
  let names = isCore ? core : others;
  if (owner === 'GNU') names = gnu;
  if (owner === 'stapsdt') names = { 3: 'NT_STAPSDT' };
  return names[type] ?? `0x${type.toString(16).padStart(8, '0')}`;
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
