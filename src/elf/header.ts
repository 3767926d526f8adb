// The header of an ELF file.

import type { Image } from './image.js';
import { machineName } from './machine.js';
import { readSectionHeader, sectionHeaderSize } from './sections.js';

/** The header of the file. */
export type Header = {
  class: 'ELF64' | 'ELF32';
  data: 'little' | 'big';
  version: number;
  /** As readelf names it: 'UNIX - System V'. */
  osabi: string;
  abiVersion: number;
  /** NONE, REL, EXEC, DYN, CORE; others as readelf names them. */
  type: string;
  /** As readelf names it: 'Advanced Micro Devices X86-64'. */
  machine: string;
  entry: bigint;
  phoff: bigint;
  shoff: bigint;
  flags: number;
  ehsize: number;
  phentsize: number;
  /** How many there are, also where this did not fit into the header. */
  phnum: number;
  shentsize: number;
  shnum: number;
  shstrndx: number;
};

const types = ['NONE', 'REL', 'EXEC', 'DYN', 'CORE'];

const osabis: Record<number, string> = {
  ...{ 0: 'UNIX - System V', 1: 'UNIX - HP-UX', 2: 'UNIX - NetBSD' },
  ...{ 3: 'UNIX - GNU', 6: 'UNIX - Solaris', 7: 'UNIX - AIX' },
  ...{ 8: 'UNIX - IRIX', 9: 'UNIX - FreeBSD', 10: 'UNIX - TRU64' },
  ...{ 11: 'Novell - Modesto', 12: 'UNIX - OpenBSD', 13: 'VMS - OpenVMS' },
  ...{ 14: 'HP - Non-Stop Kernel', 15: 'AROS', 16: 'FenixOS' },
  ...{ 17: 'Nuxi CloudABI', 18: 'Stratus Technologies OpenVOS' },
};

function typeName(type: number): string {
  const hex = type.toString(16);
  if (type >= 0xff00) return `Processor Specific: (${hex})`;
  if (type >= 0xfe00) return `OS Specific: (${hex})`;
  return types[type] ?? `<unknown>: ${hex}`;
}

const MAGIC = 0x7f454c46;
const PN_XNUM = 0xffff;
const SHN_XINDEX = 0xffff;

/** What names depend on, besides what is named. */
export type Abi = { machine: number; osabi: number };

export function readHeader(image: Image): { header: Header; abi: Abi } {
  const ident = image.bytes(0n, 16n, 'ELF header');
  if (ident.readUInt32BE() !== MAGIC) throw image.invalid('no ELF file', 0);
  const [bits, order, , osabi = 0, abiVersion = 0] = ident.subarray(4);
  if (bits !== 1 && bits !== 2) throw image.invalid(`class ${bits}`, 4);
  if (order !== 1 && order !== 2) throw image.invalid(`byte order ${order}`, 5);
  image.is64 = bits === 2;
  image.isLittle = order === 1;

  const size = image.is64 ? 64n : 52n;
  const cursor = image.cursor(image.bytes(0n, size, 'ELF header'));
  cursor.at = ident.length;
  const type = typeName(cursor.u16());
  const machine = cursor.u16();
  const header: Header = {
    class: image.is64 ? 'ELF64' : 'ELF32',
    data: image.isLittle ? 'little' : 'big',
    version: cursor.u32(),
    osabi: osabis[osabi] ?? `<unknown: ${osabi.toString(16)}>`,
    abiVersion,
    type,
    machine: machineName(machine),
    entry: cursor.word(),
    phoff: cursor.word(),
    shoff: cursor.word(),
    flags: cursor.u32(),
    ehsize: cursor.u16(),
    phentsize: cursor.u16(),
    phnum: cursor.u16(),
    shentsize: cursor.u16(),
    shnum: cursor.u16(),
    shstrndx: cursor.u16(),
  };
  extend(image, header);
  return { header, abi: { machine, osabi } };
}

/** Numbers that are too great for their fields are in the first section. */
function extend(image: Image, header: Header): void {
  const { phnum, shnum, shstrndx, shoff } = header;
  if (shoff === 0n) return;
  if (shnum !== 0 && phnum !== PN_XNUM && shstrndx !== SHN_XINDEX) return;
  const what = 'first section header';
  const bytes = image.bytes(shoff, BigInt(sectionHeaderSize(image)), what);
  const { size, link, info } = readSectionHeader(image.cursor(bytes));
  if (phnum === PN_XNUM) header.phnum = info;
  if (shstrndx === SHN_XINDEX) header.shstrndx = link;
  if (shnum === 0) header.shnum = Number(size);
}
