// posix-proc elf: what is in an ELF file, in the words of readelf(1).

import { closeSync, openSync, readSync } from 'node:fs';
import type { Command } from 'commander';
import {
  type Elf,
  type ElfSymbol,
  type ProgramHeader,
  readElf,
  type Section,
} from '../elf/index.js';
import { fit, printable, printTable } from './table.js';

const help = `
Without options, the header. Names and flags are those that readelf prints;
addresses have as many digits as they need.

Examples:
  posix-proc elf /bin/sleep          what kind of file it is
  posix-proc elf -S -l /bin/sleep    its sections, and what is loaded of them
  posix-proc elf -s ./a.out | grep main
  posix-proc elf --json -d /bin/sleep

Exit status: 0, 1 the file cannot be read, is no ELF file or is damaged,
2 wrong usage.`;

/** What can be asked for, in the order in which it is printed. */
const parts = {
  fileHeader: {
    print: printHeader,
    json: (elf: Elf) => ({ header: elf.header, isPie: isPie(elf) }),
  },
  sections: {
    print: printSections,
    json: ({ sections }: Elf) => ({ sections }),
  },
  segments: {
    print: printSegments,
    json: ({ programHeaders, interpreter }: Elf) => ({
      programHeaders,
      interpreter,
    }),
  },
  dynamic: {
    print: printDynamic,
    json: ({ dynamic }: Elf) => ({ dynamic }),
  },
  symbols: {
    print: printSymbols,
    json: (elf: Elf) => ({
      dynamicSymbols: elf.dynamicSymbols(),
      symbols: elf.symbols(),
    }),
  },
  notes: {
    print: printNotes,
    json: ({ notes, buildId }: Elf) => ({
      notes: notes.map((it) => ({ ...it, desc: it.desc.toString('hex') })),
      buildId,
    }),
  },
};

type Options = { [part in keyof typeof parts]?: true } & { json?: true };

export function addElf(program: Command): void {
  program
    .command('elf')
    .summary('show what is in an ELF file')
    .description(
      'Shows the parts of a program, a library, a .o or a core file, as readelf does.',
    )
    .argument('<file>')
    .helpOption('--help', 'display help for command') // -h is readelf's
    .option('-h, --file-header', 'the header')
    .option('-S, --sections', 'the section headers')
    .option('-l, --segments', 'the program headers, and their sections')
    .option('-d, --dynamic', 'the dynamic section')
    .option('-s, --symbols', 'the symbols')
    .option('-n, --notes', 'the notes')
    .option('--json', 'print what is asked for as JSON')
    .addHelpText('after', help)
    .action(show);
}

function show(file: string, { json, ...asked }: Options): void {
  const chosen = Object.entries(parts).filter(
    ([name]) => asked[name as keyof typeof parts],
  );
  const all =
    chosen.length > 0 ? chosen.map(([, it]) => it) : [parts.fileHeader];
  const elf = readElf(file);
  try {
    if (json) printJson(Object.assign({}, ...all.map((it) => it.json(elf))));
    else
      for (const [i, it] of all.entries()) {
        if (i > 0) print();
        it.print(elf, file);
      }
  } finally {
    elf.close();
  }
}

const print = (line = '') => process.stdout.write(`${fit(printable(line))}\n`);

/** Addresses, offsets and sizes as '0x…': JSON has no integers of 64 bits. */
const printJson = (value: unknown) =>
  process.stdout.write(
    `${JSON.stringify(
      value,
      (_, it) => (typeof it === 'bigint' ? `0x${hex(it)}` : it),
      2,
    )}\n`,
  );

const hex = (value: bigint | number, digits = 0) =>
  value.toString(16).padStart(digits, '0');

/** Numbers of one length: that of the greatest, six digits at least. */
function hexes(values: bigint[]) {
  let greatest = 0xffffffn;
  for (const value of values) if (value > greatest) greatest = value;
  const { length } = hex(greatest);
  return (value: bigint) => hex(value, length);
}

/** Null: the header alone does not tell, and what does is damaged. */
function isPie(elf: Elf): boolean | null {
  try {
    return elf.isPie;
  } catch {
    return null;
  }
}

const kinds: Record<string, string> = {
  NONE: 'None',
  REL: 'Relocatable file',
  EXEC: 'Executable file',
  CORE: 'Core file',
};

function typeOf(elf: Elf): string {
  const { type } = elf.header;
  if (type !== 'DYN') return kinds[type] ? `${type} (${kinds[type]})` : type;
  const pie = isPie(elf);
  if (pie === null) return type;
  return `DYN (${pie ? 'Position-Independent Executable' : 'Shared object'} file)`;
}

function printHeader(elf: Elf, file: string): void {
  const { header } = elf;
  const ident = firstBytes(file);
  const lines: [label: string, value: string | number][] = [
    ['Class', header.class],
    ['Data', `2's complement, ${header.data} endian`],
    ['Version', ident[6] === 1 ? '1 (current)' : `${ident[6]}`],
    ['OS/ABI', header.osabi],
    ['ABI Version', header.abiVersion],
    ['Type', typeOf(elf)],
    ['Machine', header.machine],
    ['Version', `0x${hex(header.version)}`],
    ['Entry point address', `0x${hex(header.entry)}`],
    ['Start of program headers', `${header.phoff} (bytes into file)`],
    ['Start of section headers', `${header.shoff} (bytes into file)`],
    ['Flags', `0x${hex(header.flags)}`],
    ['Size of this header', `${header.ehsize} (bytes)`],
    ['Size of program headers', `${header.phentsize} (bytes)`],
    ['Number of program headers', header.phnum],
    ['Size of section headers', `${header.shentsize} (bytes)`],
    ['Number of section headers', header.shnum],
    ['Section header string table index', header.shstrndx],
  ];
  print('ELF Header:');
  print(`  Magic:   ${[...ident].map((byte) => hex(byte, 2)).join(' ')}`);
  for (const [label, value] of lines)
    print(`  ${`${label}:`.padEnd(34)} ${value}`);
}

/** Elf tells what they mean. */
function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(16);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(fd);
  }
  return bytes;
}

const letters: Record<string, string> = {
  W: 'written to',
  A: 'in memory',
  X: 'executed',
  M: 'merged',
  S: 'strings',
  I: 'Inf is a section',
  L: 'in the order of Lk',
  O: 'for one system',
  G: 'of a group',
  T: 'for each thread',
  C: 'compressed',
  E: 'left out when linked',
  l: 'large',
  o: "a system's",
  p: "a processor's",
  x: 'unknown',
};

function printSections({ sections }: Elf): void {
  if (sections.length === 0) {
    print('There are no sections.');
    return;
  }
  const address = hexes(sections.map(({ addr }) => addr));
  const place = hexes(sections.flatMap((it) => [it.offset, it.size]));
  const rows = sections.map((section, i) => ({ ...section, i }));
  print('Section Headers:');
  printTable(
    [
      { title: '[Nr]', text: ({ i }) => `[${`${i}`.padStart(2)}]` },
      { title: 'Name', text: ({ name }) => name },
      { title: 'Type', text: ({ type }) => type },
      { title: 'Address', text: ({ addr }) => address(addr) },
      { title: 'Off', text: ({ offset }) => place(offset) },
      { title: 'Size', text: ({ size }) => place(size) },
      { title: 'ES', text: ({ entsize }) => hex(entsize, 2) },
      { title: 'Flg', align: 'right', text: ({ flags }) => flags },
      { title: 'Lk', align: 'right', text: ({ link }) => `${link}` },
      { title: 'Inf', align: 'right', text: ({ info }) => `${info}` },
      { title: 'Al', align: 'right', text: ({ align }) => `${align}` },
    ],
    rows,
  );
  const used = new Set(sections.flatMap(({ flags }) => [...flags]));
  const key = [...used].map((letter) => `${letter} ${letters[letter] ?? '?'}`);
  if (key.length > 0) print(`Flg: ${key.join(', ')}`);
}

function printSegments(elf: Elf): void {
  const { programHeaders, interpreter } = elf;
  if (programHeaders.length === 0) {
    print('There are no program headers.');
    return;
  }
  const address = hexes(programHeaders.flatMap((it) => [it.vaddr, it.paddr]));
  const place = hexes(
    programHeaders.flatMap((it) => [it.offset, it.filesz, it.memsz]),
  );
  print('Program Headers:');
  printTable(
    [
      { title: 'Type', text: ({ type }) => type },
      { title: 'Offset', text: ({ offset }) => `0x${place(offset)}` },
      { title: 'VirtAddr', text: ({ vaddr }) => `0x${address(vaddr)}` },
      { title: 'PhysAddr', text: ({ paddr }) => `0x${address(paddr)}` },
      { title: 'FileSiz', text: ({ filesz }) => `0x${place(filesz)}` },
      { title: 'MemSiz', text: ({ memsz }) => `0x${place(memsz)}` },
      { title: 'Flg', text: ({ flags }) => flags },
      { title: 'Align', text: ({ align }) => `0x${hex(align)}` },
    ],
    programHeaders,
  );
  if (interpreter) print(`[Requesting program interpreter: ${interpreter}]`);
  print();
  print('Section to Segment mapping:');
  const rows = programHeaders.map((segment, i) => ({ segment, i }));
  printTable(
    [
      { title: 'Segment', text: ({ i }) => `  ${`${i}`.padStart(2, '0')}` },
      {
        title: 'Sections...',
        text: ({ segment }) =>
          elf.sections
            .filter((section) => liesIn(section, segment))
            .map(({ name }) => name)
            .join(' '),
      },
    ],
    rows,
  );
}

const ofLoaded = ['LOAD', 'DYNAMIC', 'GNU_EH_FRAME', 'GNU_STACK', 'GNU_RELRO'];

/** Whether a segment covers a section, by the rules of the linker. */
function liesIn(section: Section, segment: ProgramHeader): boolean {
  const { type, flags, offset, addr, size } = section;
  const inFile = type !== 'NOBITS';
  const inMemory = flags.includes('A');
  const isOfThreads = flags.includes('T');
  if (type === 'NULL' || segment.type === 'PHDR') return false;
  if (!isOfThreads && segment.type === 'TLS') return false;
  if (isOfThreads && !['TLS', 'LOAD', 'GNU_RELRO'].includes(segment.type))
    return false;
  // Each thread's .tbss takes nothing of what is loaded.
  if (isOfThreads && !inFile && segment.type !== 'TLS') return false;
  if (!inMemory && ofLoaded.includes(segment.type)) return false;
  if (size === 0n && ['DYNAMIC', 'NOTE'].includes(segment.type)) return false;
  return (
    (!inFile || within(offset, size, segment.offset, segment.filesz)) &&
    (!inMemory || within(addr, size, segment.vaddr, segment.memsz))
  );
}

const within = (start: bigint, size: bigint, from: bigint, length: bigint) =>
  start >= from && start < from + length && start + size <= from + length;

function printDynamic({ dynamic }: Elf): void {
  if (dynamic.length === 0) {
    print('There is no dynamic section.');
    return;
  }
  print(`Dynamic section, ${dynamic.length} entries:`);
  printTable(
    [
      { title: 'Type', text: ({ tag }) => `(${tag})` },
      {
        title: 'Name/Value',
        text: ({ value, text }) => text ?? `0x${hex(value)}`,
      },
    ],
    dynamic,
  );
}

function printSymbols(elf: Elf): void {
  const nameOf = (type: string) =>
    elf.sections.find((it) => it.type === type)?.name ?? '';
  const tables = [
    { name: nameOf('DYNSYM'), symbols: elf.dynamicSymbols() },
    { name: nameOf('SYMTAB'), symbols: elf.symbols() },
  ].filter(({ symbols }) => symbols.length > 0);
  if (tables.length === 0) print('There are no symbols.');
  for (const [i, { name, symbols }] of tables.entries()) {
    if (i > 0) print();
    print(`Symbol table '${name}' contains ${symbols.length} entries:`);
    printSymbolTable(symbols);
  }
}

function printSymbolTable(symbols: ElfSymbol[]): void {
  const address = hexes(symbols.map(({ value }) => value));
  printTable(
    [
      { title: 'Num:', align: 'right', text: ({ i }) => `${i}:` },
      { title: 'Value', text: ({ value }) => address(value) },
      { title: 'Size', align: 'right', text: ({ size }) => `${size}` },
      { title: 'Type', text: ({ type }) => type },
      { title: 'Bind', text: ({ bind }) => bind },
      { title: 'Vis', text: ({ visibility }) => visibility },
      { title: 'Ndx', align: 'right', text: ({ section }) => `${section}` },
      { title: 'Name', text: versioned },
    ],
    symbols.map((symbol, i) => ({ ...symbol, i })),
  );
}

/** As readelf: `@@` is the version that a program gets which is linked now. */
function versioned({ name, version, isDefaultVersion }: ElfSymbol): string {
  // One that stands for a version is not said to be of it.
  if (version === undefined || version === name) return name;
  return `${name}${isDefaultVersion ? '@@' : '@'}${version}`;
}

function printNotes({ notes, buildId }: Elf): void {
  if (notes.length === 0) {
    print('There are no notes.');
    return;
  }
  printTable(
    [
      { title: 'Owner', text: ({ name }) => name },
      { title: 'Data size', text: ({ desc }) => `0x${hex(desc.length, 8)}` },
      { title: 'Description', text: ({ type }) => type },
    ],
    notes,
  );
  if (buildId) print(`Build ID: ${buildId}`);
}
