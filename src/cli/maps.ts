// posix-proc maps: the memory of a process, as pmap shows it, with the sections
// of its program and libraries where they are in it.

import type { Command } from 'commander';
import { type Laid, layout } from '../elf/index.js';
import {
  cmdline,
  type Mapping,
  maps,
  smaps,
  stat,
  type Usage,
} from '../proc/index.js';
import { notSeen, parsePid } from './pid.js';
import { type Column, fit, printable, printTable } from './table.js';

type Options = { extended?: true; json?: true };

const help = `
Below each mapping are the sections that lie in it, with their flags as
posix-proc elf -S shows them; sizes are in KiB, of sections in bytes. A section
of two mappings is below both. None are shown of a file that cannot be read.

With --extended, in KiB:
  Rss        in memory
  Pss        the same, where what n processes share counts 1/n
  PrivDirty  private and written to

Examples:
  posix-proc maps $$               a shell
  posix-proc maps -x $$            and how much of it is in memory
  posix-proc maps $$ | grep .text  where the code is

Exit status: 0, 1 the process is not there or is somebody else's, 2 wrong
usage.`;

export function addMaps(program: Command): void {
  program
    .command('maps')
    .summary('show the memory of a process')
    .description(
      'Shows the memory of a process as pmap does, and the sections of ELF files in it.',
    )
    .argument('<pid>', 'the process', parsePid)
    .option('-x, --extended', 'show how much is in memory, as pmap -x')
    .option('--json', 'print the mappings as JSON')
    .addHelpText('after', help)
    .action(show);
}

type Row = Laid<Mapping & Partial<Usage>>;

function show(pid: number, { extended, json }: Options): void {
  try {
    const rows: Row[] = layout(pid, extended ? smaps(pid) : maps(pid));
    if (json) printJson(rows);
    else print(pid, rows, extended === true);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') notSeen(pid);
    else if (code === 'EACCES') {
      console.error(`error: the memory of process ${pid} is not yours to see`);
      process.exitCode = 1;
    } else throw error;
  }
}

/** As the kernel writes addresses and offsets. */
const hex = (value: bigint) => value.toString(16).padStart(8, '0');

/** A mapping, or a section in one, as it is shown. */
type Line = {
  address: string;
  end: string;
  size: string;
  rss: string;
  pss: string;
  dirty: string;
  mode: string;
  offset: string;
  name: string;
};

const plain: Column<Line>[] = [
  {
    title: 'Address',
    text: ({ address, end }) => `${address}${end && `-${end}`}`,
  },
  { title: 'Size', align: 'right', text: ({ size }) => size },
  { title: 'Mode', text: ({ mode }) => mode },
  { title: 'Offset', text: ({ offset }) => offset },
  { title: 'Mapping', text: ({ name }) => name },
];

// As many columns as pmap -x has: without the end and the offset.
const extra: Column<Line>[] = [
  { title: 'Address', text: ({ address }) => address },
  { title: 'Size', align: 'right', text: ({ size }) => size },
  { title: 'Rss', align: 'right', text: ({ rss }) => rss },
  { title: 'Pss', align: 'right', text: ({ pss }) => pss },
  { title: 'PrivDirty', align: 'right', text: ({ dirty }) => dirty },
  { title: 'Mode', text: ({ mode }) => mode },
  { title: 'Mapping', text: ({ name }) => name },
];

function print(pid: number, rows: Row[], extended: boolean): void {
  const command = cmdline(pid).join(' ') || `[${stat(pid).comm}]`;
  process.stdout.write(`${fit(printable(`${pid}: ${command}`))}\n`);
  if (rows.length === 0) {
    process.stdout.write(
      'It has no memory of its own: a zombie, or a thread of the kernel.\n',
    );
    return;
  }
  const lines = rows.flatMap((row) => [ofMapping(row), ...ofSections(row)]);
  printTable(extended ? extra : plain, [...lines, total(rows)]);
}

const sizeOf = ({ start, end }: { start: bigint; end: bigint }) => end - start;
const kib = (number = 0n) => `${number}K`;

const ofMapping = (row: Row): Line => ({
  address: hex(row.start),
  end: hex(row.end),
  size: kib(sizeOf(row) / 1024n),
  rss: kib(row.Rss),
  pss: kib(row.Pss),
  dirty: kib(row.Private_Dirty),
  mode: row.perms,
  offset: hex(row.offset),
  name: row.path,
});

const ofSections = ({ bias, sections }: Row): Line[] =>
  sections.map(({ section, start, end }) => ({
    ...{ address: hex(start), end: hex(end), size: `${end - start}` },
    ...{ rss: '', pss: '', dirty: '', mode: section.flags },
    offset:
      section.type === 'NOBITS'
        ? ''
        : hex(section.offset + start - (bias ?? 0n) - section.addr),
    name: `  ${section.name}`,
  }));

const sum = (rows: Row[], of: (row: Row) => bigint | undefined) =>
  kib(rows.reduce((sum, row) => sum + (of(row) ?? 0n), 0n));

const total = (rows: Row[]): Line => ({
  ...{ address: 'total', end: '', mode: '', offset: '', name: '' },
  size: sum(rows, (row) => sizeOf(row) / 1024n),
  rss: sum(rows, (row) => row.Rss),
  pss: sum(rows, (row) => row.Pss),
  dirty: sum(rows, (row) => row.Private_Dirty),
});

// JSON has no integers of 64 bits: what counts kB is far from them.
function inJson(key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  if (key === 'inode') return `${value}`;
  return /^[a-z]/.test(key) ? `0x${value.toString(16)}` : Number(value);
}

function printJson(rows: Row[]): void {
  const told = rows.map(({ sections, ...row }) => ({
    ...row,
    sections: sections.map(({ section, start, end }) => {
      const { name, type, flags, addr, offset, size } = section;
      return { ...{ name, type, flags, start, end }, addr, offset, size };
    }),
  }));
  process.stdout.write(`${JSON.stringify(told, inJson, 2)}\n`);
}
