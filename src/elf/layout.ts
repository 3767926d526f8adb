// Where the sections of files are in a process that has loaded them: elf(5)
// laid over proc_pid_maps(5).

import { closeSync, openSync, readlinkSync, readSync, statSync } from 'node:fs';
import { invalidType } from '../internal/errors.js';
import { integer, list, object } from '../internal/validate.js';
import type { Mapping, Pid } from '../proc/index.js';
import { type Elf, readElf } from './elf.js';
import type { Section } from './sections.js';

/** A section, and the addresses of what of it is in a mapping. */
export type Placed = { section: Section; start: bigint; end: bigint };

/** A mapping, with what of its file lies in it. */
export type Laid<T extends Mapping = Mapping> = T & {
  /**
   * What the process adds to the addresses of the file, and of its symbols: 0n
   * where it was linked for a place. Null where no file is loaded.
   */
  bias: bigint | null;
  sections: Placed[];
};

/**
 * Each mapping of a process, as maps() or smaps() tell them, with the sections
 * of the program or library that lie in it. `.bss`, of which the file holds
 * nothing, goes on in the memory after the file's. The vDSO is read from memory,
 * a file that has been deleted through its process, which takes root unless it
 * is the program. None: a file that cannot be read, is no ELF file, or is mapped
 * otherwise than its segments say.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/elf.5.html | elf(5)}
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html | proc_pid_maps(5)}
 * @example
 * import { layout } from 'posix-proc/elf';
 * import { exe, maps } from 'posix-proc/proc';
 * const own = layout('self', maps('self')).filter(({ path }) => path === exe('self'));
 * const has = (name) => own.find((it) => it.sections.some(({ section }) => section.name === name));
 * console.log(has('.text').perms, has('.data').perms); // r-xp rw-p
 */
export function layout<T extends Mapping>(
  pid: Pid,
  mappings: readonly T[],
): Laid<T>[] {
  if (pid !== 'self') integer(pid, 'pid', 1);
  list(mappings, 'mappings', checkMapping);
  const rows = mappings.map((mapping): Laid<T> => {
    return { ...mapping, bias: null, sections: [] };
  });
  const files = new Map<string, Laid<T>[]>();
  for (const row of rows) {
    if (!mayBeLoaded(row)) continue;
    const key = `${row.dev} ${row.inode} ${row.path}`;
    const own = files.get(key);
    if (own) own.push(row);
    else files.set(key, [row]);
  }
  const inOrder = [...rows].sort(byStart);
  for (const own of files.values())
    reading(() => {
      const elf = openFile(pid, own[0] as Mapping);
      if (!elf) return;
      try {
        const biases = loads(elf, own);
        if (biases.length === 0) return;
        const its = new Set(own);
        const near = inOrder.filter((it) => it.inode === 0n || its.has(it));
        for (const bias of biases) place(elf, bias, near);
      } finally {
        elf.close();
      }
    });
  return rows;
}

function checkMapping(value: unknown, name: string): void {
  const mapping = object(value, name) as Record<string, unknown>;
  for (const key of ['start', 'end', 'offset', 'inode'])
    if (typeof mapping[key] !== 'bigint')
      throw invalidType(`${name}.${key}`, 'of type bigint', mapping[key]);
  for (const key of ['perms', 'dev', 'path'])
    if (typeof mapping[key] !== 'string')
      throw invalidType(`${name}.${key}`, 'of type string', mapping[key]);
}

/**
 * Programs and libraries are mapped privately. Shared files are left alone: to
 * close one would end the locks that this process has on it (fcntl(2)).
 */
const mayBeLoaded = ({ path, inode, perms }: Mapping) =>
  path === '[vdso]' || (inode !== 0n && perms[3] === 'p');

/** Undefined for a file that cannot be read; that we cannot is another thing. */
function reading<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || code === 'EMFILE' || code === 'ENFILE')
      throw error;
    return undefined;
  }
}

function openFile(pid: Pid, mapping: Mapping): Elf | undefined {
  const { start, end, path } = mapping;
  if (path === '[vdso]') return readElf(memory(pid, mapping));
  const proc = `/proc/${pid}`;
  const isProgram = reading(() => readlinkSync(`${proc}/exe`)) === path;
  // By its name it may be another one by now.
  for (const file of [
    `${proc}/map_files/${start.toString(16)}-${end.toString(16)}`,
    isProgram ? `${proc}/exe` : `${proc}/root${path}`,
  ]) {
    // A device is not opened just to look at it.
    const elf = reading(() => statSync(file).isFile() && readElf(file));
    if (elf) return elf;
  }
  return undefined;
}

function memory(pid: Pid, { start, end }: Mapping): Buffer {
  const bytes = Buffer.alloc(Number(end - start));
  const fd = openSync(`/proc/${pid}/mem`, 'r');
  try {
    readSync(fd, bytes, 0, bytes.length, start);
  } finally {
    closeSync(fd);
  }
  return bytes;
}

// As many namespaces as dlmopen(3) has.
const mostLoads = 16;

/** The distances by which a file is loaded: none, one, or by dlmopen(3) more. */
function loads(elf: Elf, own: Mapping[]): bigint[] {
  const segments = elf.programHeaders.filter(
    ({ type, filesz }) => type === 'LOAD' && filesz > 0n,
  );
  const [first] = segments;
  if (!first) return [];
  // A file that is mapped to be read as such does not have them all in place.
  const inOrder = [...own].sort(byStart);
  const isThere = (address: bigint, offset: bigint) => {
    const it = inOrder[indexAt(inOrder, address)];
    return (
      it !== undefined &&
      address >= it.start &&
      address - it.start === offset - it.offset
    );
  };
  const found = new Set<bigint>(); // a segment may be several mappings
  for (const it of inOrder) {
    const bias = it.start - it.offset + first.offset - first.vaddr;
    if (segments.every(({ vaddr, offset }) => isThere(bias + vaddr, offset)))
      found.add(bias);
    if (found.size === mostLoads) break;
  }
  return [...found];
}

/** `near`: in order, the mappings of the file and those of no file. */
function place(elf: Elf, bias: bigint, near: Laid[]): void {
  const at = (address: bigint, size: bigint) => ({
    start: bias + address,
    end: bias + address + size,
  });
  const segments = elf.programHeaders
    .filter(({ type }) => type === 'LOAD')
    .map(({ vaddr, memsz }) => at(vaddr, memsz));
  overlay(segments, near, (row) => {
    row.bias ??= bias;
  });
  const sections = elf.sections
    .filter(takesMemory)
    .map((section) => ({ section, ...at(section.addr, section.size) }));
  overlay(sections, near, (row, { section, start, end }) => {
    row.sections.push({
      section,
      start: start > row.start ? start : row.start,
      end: end < row.end ? end : row.end,
    });
  });
}

/** .tbss does not: each thread has its own elsewhere. */
const takesMemory = ({ flags, type }: Section) =>
  flags.includes('A') && !(flags.includes('T') && type === 'NOBITS');

type Range = { start: bigint; end: bigint };

const byStart = (a: Range, b: Range) =>
  a.start < b.start ? -1 : a.start > b.start ? 1 : 0;

/** Which range has an address, or else is the next; they are in order. */
function indexAt(ranges: Range[], address: bigint): number {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ranges[middle] as Range).end > address) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Tells which part lies in which row; the rows are in order. */
function overlay<P extends Range, R extends Range>(
  parts: P[],
  rows: R[],
  tell: (row: R, part: P) => void,
): void {
  let free = 0n;
  for (const part of parts.sort(byStart)) {
    // One over another is damage, and might be any number of them.
    if (part.end === part.start || part.start < free) continue;
    free = part.end;
    for (let i = indexAt(rows, part.start); i < rows.length; i++) {
      const row = rows[i] as R;
      if (row.start >= part.end) break;
      tell(row, part);
    }
  }
}
