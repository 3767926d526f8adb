// What the processes of an example note down while it runs: slots of a file that
// all of them have mapped. So a note costs no system call, keeps no descriptor
// open, heeds no limit, outlives setuid(), and one who is killed while he writes
// spoils no other's.

import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mmap } from '../../../posix/memory.js';

/** Times are in milliseconds, of the clock of process.hrtime(). */
export type Note = { at: number; pid: number } & (
  | { kind: 'fork'; child: number }
  /** The first note of a forked child. */
  | { kind: 'child' }
  /** With its group, if that is not its parent's. */
  | {
      kind: 'spawn';
      call: string;
      child: number;
      program: string;
      group?: number;
    }
  | { kind: 'exec'; call: string; program: string }
  | { kind: 'exit'; call: string; status: number }
  /** `gone`: the child is no zombie any more. */
  | ({ kind: 'wait'; call: string; since: number } & Change)
  /** As of kill(): 0 and negative numbers are groups. */
  | { kind: 'send'; to: number; signal: string }
  | { kind: 'caught'; signal: string; from?: number }
  | { kind: 'group'; call: string; of: number; group: number }
  | { kind: 'failed'; call: string; code: string }
);

/** What a wait has found out. */
export type Change = {
  child: number;
  change: 'ended' | 'stopped' | 'continued';
  /** 'exit 3', 'SIGKILL'; nothing when a process is no child. */
  how: string;
  gone: boolean;
};

/** A note less what every note has. */
export type Noted = Note extends infer One
  ? One extends Note
    ? Omit<One, 'at' | 'pid'>
    : never
  : never;

export const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;

// The first slot counts the others.
const size = 512;
const slots = 16_384;

export function createJournal(file: string): void {
  writeFileSync(file, '');
  truncateSync(file, size * slots); // it takes up what is written to
  chmodSync(file, 0o666); // an example may become another user
}

export function openJournal(file: string): (note: Note) => void {
  const fd = openSync(file, 'r+');
  const memory = mmap({ fd, length: size * slots, shared: true });
  closeSync(fd);
  const last = new Int32Array(memory, 0, 1);
  const bytes = Buffer.from(memory);
  return (note) => {
    const slot = Atomics.add(last, 0, 1) + 1;
    if (slot < slots) bytes.write(JSON.stringify(note), slot * size, size);
  };
}

/** The notes in the order of their times, and how many found no place. */
export function readJournal(file: string): { notes: Note[]; lost: number } {
  const bytes = readFileSync(file);
  const written = bytes.readInt32LE(0);
  const kept = Math.min(written, slots - 1);
  const notes: Note[] = [];
  for (let slot = 1; slot <= kept; slot++) {
    const text = bytes.toString('utf8', slot * size, (slot + 1) * size);
    try {
      notes.push(JSON.parse(text.replace(/\0+$/, '')));
    } catch {
      // Its writer was killed meanwhile.
    }
  }
  notes.sort((a, b) => a.at - b.at);
  return { notes, lost: written - notes.length };
}
