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

/** A section of the program, and what of it is in a mapping. */
export type Placed = Pick<Section, 'name' | 'type' | 'flags' | 'offset'> & {
  start: bigint;
  end: bigint;
};

export type Memory = {
  at: number;
  pid: number;
  exe: string;
  /** EXEC lies where its file says; DYN was moved. */
  type: string;
  mappings: (Mapping & { bias: bigint | null; sections: Placed[] })[];
};

export function writeMemory(pid: number, folder: string): void {
  try {
    const journal = process.env.BOOK_JOURNAL; // ours, not the example's
    const mapped = maps(pid).filter(({ path }) => path !== journal);
    if (mapped.length === 0) return; // a zombie
    const memory: Memory = { at: now(), pid, ...programOf(pid, mapped) };
    const text = JSON.stringify(memory, (_, value) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
    );
    writeFileSync(join(folder, `memory-${memory.at}-${pid}`), text);
  } catch {
    // It has ended, or is somebody else's.
  }
}

function programOf(pid: number, mapped: Mapping[]) {
  const { layout, readElf } = elf();
  const link = `/proc/${pid}/exe`;
  const program = readElf(link);
  const { type } = program.header;
  program.close();
  const exe = readlinkSync(link);
  // The program's, and what comes after it: .bss goes on there.
  const own = mapped.filter(({ path }) => path === exe || path === '');
  const laid = new Map(layout(pid, own).map((it) => [it.start, it]));
  const mappings = mapped.map((mapping) => {
    const { bias = null, sections = [] } = laid.get(mapping.start) ?? {};
    const placed = sections.map(({ section, start, end }) => {
      const { name, type, flags, offset } = section;
      return { name, type, flags, offset, start, end };
    });
    return { ...mapping, bias, sections: placed };
  });
  return { exe, type, mappings };
}

/** Not every example needs it. */
const elf = () =>
  require('../../../elf/index.js') as typeof import('../../../elf/index.js');

export function readMemories(folder: string): Memory[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('memory-'))
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')) ?? [])
    .sort((a, b) => a.at - b.at || a.pid - b.pid);
}

/** Undefined: its writer was killed meanwhile. */
function parse(text: string): Memory | undefined {
  try {
    return JSON.parse(text, (_, value) =>
      /^0x[0-9a-f]+$/.test(value) ? BigInt(value) : value,
    );
  } catch {
    return undefined;
  }
}
