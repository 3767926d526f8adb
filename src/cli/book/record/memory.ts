// The memory of a process before it becomes another program, or is ended: an
// example may be about that. The recorder writes it to a file of its own, the
// report reads it. With it come the sections of the program, whose file may be
// gone when the example is over.

import {
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Section } from '../../../elf/index.js';
import { type Mapping, maps } from '../../../proc/maps.js';
import { now } from './journal.js';

export type ProgramSection = Pick<
  Section,
  'name' | 'type' | 'flags' | 'addr' | 'offset' | 'size'
>;

export type Memory = {
  at: number;
  pid: number;
  exe: string;
  /** EXEC lies where its file says; DYN was moved. */
  type: string;
  entry: bigint;
  mappings: Mapping[];
  /** Those that are in memory. */
  sections: ProgramSection[];
};

export function writeMemory(pid: number, folder: string): void {
  try {
    const journal = process.env.BOOK_JOURNAL; // ours, not the example's
    const mappings = maps(pid).filter(({ path }) => path !== journal);
    if (mappings.length === 0) return; // a zombie
    const link = `/proc/${pid}/exe`;
    const exe = readlinkSync(link);
    const memory = { at: now(), pid, exe, mappings, ...programIn(link) };
    const text = JSON.stringify(memory, (_, value) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
    );
    writeFileSync(join(folder, `memory-${memory.at}-${pid}`), text);
  } catch {
    // It has ended, or is somebody else's.
  }
}

function programIn(file: string) {
  const { readElf } =
    require('../../../elf/index.js') as typeof import('../../../elf/index.js');
  const elf = readElf(file);
  const { type, entry } = elf.header;
  const sections = elf.sections
    .filter(({ flags, size }) => flags.includes('A') && size > 0n)
    .map(({ name, type, flags, addr, offset, size }) => ({
      ...{ name, type, flags, addr, offset, size },
    }));
  elf.close();
  return { type, entry, sections };
}

export function readMemories(folder: string): Memory[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('memory-'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .map((text) =>
      JSON.parse(text, (_, value) =>
        /^0x[0-9a-f]+$/.test(value) ? BigInt(value) : value,
      ),
    )
    .sort((a, b) => a.at - b.at || a.pid - b.pid);
}
