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
  /** When it became a zombie; or when it was last there, if it lives on. */
  ends: number;
  /** 'exit 3', 'SIGKILL'; nothing when nobody was told. */
  how?: string;
  /** When it was no zombie any more. */
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
  const processes: Process[] = [];
  const makers = birthsIn(notes);
  for (const pid of familyOf(run.pid, notes, seen)) {
    const parent = processes.find((it) => it.pid === makers.get(pid)?.pid);
    processes.push(
      life(
        pid,
        { run, notes, seen: seen.get(pid), maker: makers.get(pid) },
        parent,
      ),
    );
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

type Traces = {
  run: Run;
  notes: Note[];
  seen: Seen | undefined;
  maker: Birth | undefined;
};

function life(
  pid: number,
  { run, notes, seen, maker }: Traces,
  parent: Process | undefined,
): Process {
  const isRoot = pid === run.pid;
  const own = notes.filter((note) => note.pid === pid);
  const sights = seen?.sights ?? [];
  const begins = isRoot
    ? 0
    : Math.min(
        maker?.at ?? Infinity,
        own[0]?.at ?? Infinity,
        sights[0]?.at ?? Infinity,
      );
  const program =
    maker?.kind === 'spawn' ? basename(maker.program) : parent?.name;
  const { ends, how, gone } = end(pid, { run, notes, seen, maker });
  const parentPid = maker?.pid ?? (isRoot ? undefined : sights[0]?.ppid);
  return {
    pid,
    ...(parentPid !== undefined && { parent: parentPid }),
    name: isRoot ? 'node' : (program ?? sights[0]?.name ?? '?'),
    begins,
    ends: Math.max(ends, begins),
    ...(how && { how }),
    gone: Math.max(gone, ends, begins),
    sights,
  };
}

/** The first trace of its end counts: its own last word, a zombie, a wait. */
function end(pid: number, { run, notes, seen }: Traces) {
  if (pid === run.pid) {
    const how = run.signal ?? `exit ${run.code}`;
    const zombie = seen?.sights.find(({ state }) => state === 'Z');
    const ends = Math.min(zombie?.at ?? Infinity, run.ended);
    return { ends, how, gone: ends };
  }
  const waits = notes.filter(
    (note) =>
      note.kind === 'wait' && note.child === pid && note.change === 'ended',
  ) as Extract<Note, { kind: 'wait' }>[];
  const exit = notes.find((note) => note.kind === 'exit' && note.pid === pid);
  const zombie = seen?.sights.find(({ state }) => state === 'Z');
  const gone =
    waits.find((wait) => wait.gone)?.at ?? seen?.gone ?? run.milliseconds;
  const ends = Math.min(
    ...[exit?.at, zombie?.at, waits[0]?.at, gone].map((it) => it ?? Infinity),
  );
  const how =
    waits.find((wait) => wait.how)?.how ??
    (exit?.kind === 'exit' ? `exit ${exit.status}` : undefined);
  return { ends, how, gone };
}
