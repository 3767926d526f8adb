// What happened in a run, put together from what its processes have noted and
// what was seen of them in /proc. Times are in milliseconds from the start.

import { basename } from 'node:path';
import type { Run } from '../page.js';
import type { Note } from './journal.js';
import type { Memory } from './memory.js';
import type { Seen, Sight } from './sampler.js';

export type Process = {
  pid: number;
  parent?: number;
  /** Of its first program. */
  name: string;
  begins: number;
  /** When it was about to exit; else the first sign of its end. */
  ends: number;
  /** 'exit 3', 'SIGKILL'; nothing when nobody was told. */
  how?: string;
  /** The first sign that it is a zombie. */
  zombie: number;
  /** When it was no zombie any more. Infinity: it was still there at the end. */
  gone: number;
  sights: Sight[];
};

export type History = {
  processes: Process[];
  notes: Note[];
  memories: Memory[];
  /** Notes for which there was no place. */
  lost: number;
  milliseconds: number;
};

type Observed = {
  notes: Note[];
  lost: number;
  seen: Seen[];
  memories: Memory[];
  run: Run;
  /** The start of the run on the clock of the notes. */
  start: number;
};

export function historyOf(observed: Observed): History {
  const { run, start, lost } = observed;
  const notes = observed.notes.map((note) => ({
    ...note,
    at: note.at - start,
    ...(note.kind === 'wait' && { since: note.since - start }),
  }));
  const memories = observed.memories.map((memory) => ({
    ...memory,
    at: memory.at - start,
  }));
  const seen = new Map(
    observed.seen.map(({ pid, sights, gone }) => [
      pid,
      {
        pid,
        sights: sights.map((sight) => ({
          ...sight,
          ...{ at: sight.at - start, until: sight.until - start },
        })),
        ...(gone !== undefined && { gone: gone - start }),
      },
    ]),
  );
  const births = birthsIn(notes);
  const processes: Process[] = [];
  for (const pid of familyOf(run.pid, notes, seen)) {
    const its = seen.get(pid);
    const maker = births.get(pid)?.pid ?? its?.sights[0]?.ppid;
    const parent = processes.find((it) => it.pid === maker);
    processes.push(life(pid, run, notes, its, parent));
  }
  return { processes, notes, memories, lost, milliseconds: run.milliseconds };
}

type Birth = Extract<Note, { kind: 'fork' | 'spawn' }>;

function birthsIn(notes: Note[]): Map<number, Birth> {
  const births = new Map<number, Birth>();
  for (const note of notes) {
    if (note.kind === 'fork' || note.kind === 'spawn')
      births.set(note.child, note);
  }
  return births;
}

/** The program, its descendants and those of their sessions, oldest first. */
function familyOf(
  root: number,
  notes: Note[],
  seen: Map<number, Seen>,
): number[] {
  const family = new Set([root, ...notes.map(({ pid }) => pid)]);
  for (const child of birthsIn(notes).keys()) family.add(child);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, sights } of seen.values()) {
      if (sights.some((it) => family.has(it.ppid) || family.has(it.session)))
        family.add(pid);
    }
  }
  const first = (pid: number) =>
    pid === root
      ? -1
      : Math.min(
          ...notes.filter((it) => it.pid === pid).map(({ at }) => at),
          birthsIn(notes).get(pid)?.at ?? Infinity,
          seen.get(pid)?.sights[0]?.at ?? Infinity,
        );
  return [...family].sort((a, b) => first(a) - first(b) || a - b);
}

function life(
  pid: number,
  run: Run,
  notes: Note[],
  seen: Seen | undefined,
  parent: Process | undefined,
): Process {
  const isRoot = pid === run.pid;
  const birth = birthsIn(notes).get(pid);
  const first = notes.find((note) => note.pid === pid);
  const sights = seen?.sights ?? [];
  const signs = [birth, first, sights[0]].map((it) => it?.at ?? Infinity);
  const begins = isRoot ? 0 : Math.min(...signs);
  const program =
    birth?.kind === 'spawn' ? basename(birth.program) : parent?.name;
  return {
    pid,
    ...(parent && { parent: parent.pid }),
    name: isRoot ? 'node' : (program ?? sights[0]?.name ?? '?'),
    begins,
    ...(isRoot ? endOfProgram(run) : end(pid, begins, notes, seen)),
    sights,
  };
}

/** Who runs the program waits for it at once. */
function endOfProgram({ signal, code, ended }: Run) {
  const how = signal ?? `exit ${code}`;
  return { ends: ended, how, zombie: ended, gone: ended };
}

function end(
  pid: number,
  begins: number,
  notes: Note[],
  seen: Seen | undefined,
) {
  const waits = notes.filter(
    (note): note is Extract<Note, { kind: 'wait' }> =>
      note.kind === 'wait' && note.child === pid && note.change === 'ended',
  );
  const exit = notes.find(
    (note): note is Extract<Note, { kind: 'exit' }> =>
      note.kind === 'exit' && note.pid === pid,
  );
  const asZombie = seen?.sights.find(({ state }) => state === 'Z')?.at;
  const least = (...times: (number | undefined)[]) =>
    Math.max(begins, Math.min(...times.map((time) => time ?? Infinity)));
  const gone = least(waits.find((wait) => wait.gone)?.at ?? seen?.gone);
  const zombie = least(asZombie, waits[0]?.at, gone);
  const ends = least(exit?.at, zombie);
  const how =
    waits.find((wait) => wait.how)?.how ?? (exit && `exit ${exit.status}`);
  return { ends, ...(how && { how }), zombie, gone };
}
