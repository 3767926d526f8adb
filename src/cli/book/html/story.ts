// The history of a run as rows: in each, one thing happens to one process, or
// goes from one to others.

import { basename } from 'node:path';
import type { History, Process } from '../record/history.js';
import type { Note } from '../record/journal.js';

export type Row = {
  at: number;
  kind:
    | 'start'
    | 'fork'
    | 'exec'
    | 'exit'
    | 'wait'
    | 'signal'
    | 'caught'
    | 'group'
    | 'stop'
    | 'failed';
  /** The process whose doing it is. */
  pid: number;
  label: string;
  /** Those whom it comes to; a wait comes from its child. */
  others: number[];
  /** Of a wait: since when. */
  since?: number;
};

export type Story = {
  lanes: Process[];
  rows: Row[];
  /** What was too much for a picture. */
  hidden: { processes: number; rows: number };
};

const mostLanes = 16;
const mostRows = 100;

export function storyOf(history: History): Story {
  const lanes = inTreeOrder(history.processes);
  const shown = lanes.slice(0, mostLanes);
  const pids = new Set(shown.map(({ pid }) => pid));
  const isShown = (pid: number) => pids.has(pid);
  const isHidden = (pid: number) =>
    lanes.some((it) => it.pid === pid) && !isShown(pid);
  const all = [
    ...history.processes.flatMap((process) => beginning(process, history)),
    ...history.notes.flatMap((note) => rowOf(note, history)),
    ...history.processes.flatMap((process) => ending(process, history)),
    ...history.processes.flatMap((process) => stops(process, history)),
    ...history.processes.flatMap((process) => becoming(process, history)),
  ].sort((a, b) => a.at - b.at || order(a) - order(b));
  const rows = all
    .filter((row) => ![row.pid, ...row.others.slice(0, 1)].some(isHidden))
    .map((row) => ({ ...row, others: row.others.filter(isShown) }))
    .slice(0, mostRows);
  return {
    lanes: shown,
    rows,
    hidden: {
      processes: lanes.length - shown.length,
      rows: all.length - rows.length,
    },
  };
}

const causesFirst: Row['kind'][] = [
  ...(['start', 'fork', 'group', 'exec', 'signal', 'caught'] as const),
  ...(['stop', 'exit', 'wait', 'failed'] as const),
];

/** At the same moment. */
const order = ({ kind }: Row) => causesFirst.indexOf(kind);

/** Children after their parents, in the order of their births. */
function inTreeOrder(processes: Process[]): Process[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  const below = (parent: Process): Process[] => [
    parent,
    ...processes.filter((it) => it.parent === parent.pid).flatMap(below),
  ];
  return processes
    .filter(({ parent }) => parent === undefined || !pids.has(parent))
    .flatMap(below);
}

function beginning(process: Process, { notes }: History): Row[] {
  const { pid, parent, begins: at } = process;
  if (parent === undefined)
    return [{ at, kind: 'start', pid, label: '', others: [] }];
  const birth = notes.find((note) => isBirth(note, pid));
  const label =
    birth?.kind === 'spawn' ? `${birth.call}()` : birth ? 'fork()' : 'starts';
  return [{ at, kind: 'fork', pid: parent, label, others: [pid] }];
}

const isBirth = (note: Note, pid: number) =>
  (note.kind === 'fork' || note.kind === 'spawn') && note.child === pid;

function rowOf(note: Note, history: History): Row[] {
  const { at, pid } = note;
  const row = (kind: Row['kind'], label: string, others: number[] = []) => [
    { at, kind, pid, label, others },
  ];
  if (note.kind === 'exec')
    return row('exec', `${note.call}: ${basename(note.program)}`);
  if (note.kind === 'failed')
    return row('failed', `${note.call}: ${note.code}`);
  if (note.kind === 'caught') return row('caught', `takes ${note.signal}`);
  if (note.kind === 'wait')
    return [
      {
        ...{ at, kind: 'wait', pid, label: `${note.call}: ${found(note)}` },
        ...{ others: [note.child], since: note.since },
      },
    ];
  if (note.kind === 'group') {
    if (note.call === 'setsid') return row('group', 'setsid()');
    if (note.call === 'tcsetpgrp')
      return row('group', `foreground: ${note.group}`);
    const others = note.of === pid ? [] : [note.of];
    return row('group', `setpgid: ${note.group}`, others);
  }
  if (note.kind === 'send') {
    if (note.to > 0)
      return row('signal', note.signal, note.to === pid ? [] : [note.to]);
    const group = -note.to || groupOf(pid, at, history);
    const members = history.processes
      .filter((it) => it.begins <= at && at <= it.gone)
      .map((it) => it.pid)
      .filter((it) => it !== pid && groupOf(it, at, history) === group);
    return row('signal', `${note.signal} to group ${group}`, members);
  }
  return [];
}

const found = ({ change, how }: Extract<Note, { kind: 'wait' }>) =>
  change === 'stopped' ? `stopped, ${how}` : how || change;

/** The process group at that moment, by the last that is known of it. */
function groupOf(pid: number, at: number, history: History): number {
  const process = history.processes.find((it) => it.pid === pid);
  const changes = [
    ...history.notes.flatMap((note) => {
      const { at } = note;
      if (note.kind === 'spawn' && note.child === pid && note.group)
        return [{ at, group: note.group }];
      if (note.kind === 'group' && note.call !== 'tcsetpgrp' && note.of === pid)
        return [{ at, group: note.group }];
      return [];
    }),
    ...(process?.sights ?? []),
  ].filter((it) => it.at <= at);
  const last = changes.sort((a, b) => b.at - a.at)[0];
  if (last) return last.group;
  return process?.parent === undefined
    ? pid
    : groupOf(process.parent, process.begins, history);
}

function ending({ pid, ends: at, how }: Process, { notes }: History): Row[] {
  // A wait at that very moment tells it; who lives on has no end.
  const isTold = notes.some(
    (note) => note.kind === 'wait' && note.child === pid && note.at === at,
  );
  if (isTold || at === Infinity) return [];
  return [{ at, kind: 'exit', pid, label: how ?? 'ends', others: [] }];
}

/** Stops and continuations that /proc has shown, where no wait has. */
function stops({ pid, sights }: Process, { notes }: History): Row[] {
  if (
    notes.some(
      (it) => it.kind === 'wait' && it.child === pid && it.change !== 'ended',
    )
  )
    return [];
  return sights.flatMap(({ at, until, state }, i) => {
    const before = sights[i - 1]?.state;
    // Who is killed goes on for a moment, to die.
    const dies = i === sights.length - 1 && until === at;
    const row = { at, kind: 'stop' as const, pid, others: [] };
    if (state === 'T' && before !== 'T') return [{ ...row, label: 'stopped' }];
    if (before === 'T' && state !== 'T' && state !== 'Z' && !dies)
      return [{ ...row, label: 'goes on' }];
    return [];
  });
}

/** Programs that a process without notes has become, by its names in /proc. */
function becoming({ pid, sights }: Process, { notes }: History): Row[] {
  if (notes.some((note) => note.pid === pid || isBirth(note, pid))) return [];
  return sights.flatMap(({ at, name }, i) =>
    i > 0 && name !== sights[i - 1]?.name
      ? [{ at, kind: 'exec' as const, pid, label: name, others: [] }]
      : [],
  );
}
