// What is recorded of a run for the report of the book.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { stretchesOf } from '../../dist/cli/book/html/states.js';
import { storyOf } from '../../dist/cli/book/html/story.js';
import type { Run } from '../../dist/cli/book/page.js';
import type { History } from '../../dist/cli/book/record/history.js';
import { readMemories } from '../../dist/cli/book/record/memory.js';
import { record } from '../../dist/cli/book/record/record.js';
import { run } from '../../dist/cli/book/run.js';

const program = path.join(import.meta.dirname, '../fixtures/book/recorded.mjs');

let seen: Run;
let history: History;
let pids: number[];
let mode: number;
beforeAll(async () => {
  const recording = record(true);
  const { BOOK_JOURNAL = '' } = recording.env;
  mode = statSync(path.dirname(BOOK_JOURNAL)).mode & 0o7777;
  seen = await run(program, { language: 'en', env: recording.env });
  history = recording.end(seen);
  expect([seen.stderr, seen.code]).toEqual(['', 0]);
  pids = [seen.pid, ...(seen.lines[1] ?? '').split(' ').map(Number)];
});

test('what the processes called, in order, and what came of it', () => {
  const [self, first, second, third, fourth] = pids as [
    ...[number, number, number, number, number],
  ];
  const notes = history.notes.map(({ at: _, ...note }) =>
    Object.fromEntries(Object.entries(note).filter(([it]) => it !== 'since')),
  );
  const by = (pid: number) => notes.filter((note) => note.pid === pid);
  const told = (child: number, change: string, how = '') => ({
    ...{ pid: self, kind: 'wait', call: 'waitpid', child, change, how },
    gone: change === 'ended',
  });
  const send = (to: number, signal: string) => ({
    ...{ pid: self, kind: 'send', to, signal },
  });
  const spawned = { pid: self, kind: 'spawn' };
  expect(by(self).slice(0, 17)).toEqual([
    { pid: self, kind: 'fork', child: first },
    told(first, 'ended', 'exit 3'),
    { pid: self, kind: 'fork', child: second },
    told(second, 'ended', 'exit 0'),
    {
      ...{ ...spawned, call: 'posix_spawn', child: third, group: third },
      program: '/bin/sleep',
    },
    send(third, 'SIGSTOP'),
    told(third, 'stopped', 'SIGSTOP'),
    send(third, 'SIGCONT'),
    told(third, 'continued'),
    send(-third, 'SIGTERM'),
    told(third, 'ended', 'SIGTERM'),
    send(self, 'SIGUSR2'),
    { pid: self, kind: 'caught', signal: 'SIGUSR2' },
    send(third, 'SIGTERM'),
    { pid: self, kind: 'failed', call: 'kill', code: 'ESRCH' },
    { ...spawned, call: 'spawn', child: fourth, program: expect.any(String) },
    { ...told(fourth, 'ended', 'exit 5'), call: 'wait' },
  ]);
  expect(by(first)).toEqual([
    { pid: first, kind: 'child' },
    { pid: first, kind: 'group', call: 'setsid', of: first, group: first },
    { pid: first, kind: 'exit', call: 'exit', status: 3 },
  ]);
  expect(by(second)).toEqual([
    { pid: second, kind: 'child' },
    { pid: second, kind: 'exec', call: 'execv', program: '/bin/true' },
  ]);
  const last = notes.find(({ call }) => call === '_exit');
  expect(last).toMatchObject({ kind: 'exit', status: 2 });
  expect(history.lost).toBe(0);
});

test('every process, with its name, parent, and end', () => {
  const [self, , , third, fourth] = pids;
  const of = (pid?: number) => history.processes.find((it) => it.pid === pid);
  expect(history.processes.length).toBe(7); // with the sleep of sh
  expect(of(self)).toMatchObject({ name: 'node', begins: 0, how: 'exit 0' });
  expect(of(third)).toMatchObject({
    ...{ name: 'sleep', parent: self, how: 'SIGTERM' },
  });
  const sleep = history.processes.find(({ parent }) => parent === fourth);
  expect(sleep?.sights.at(-1)?.name).toBe('sleep');
  for (const { begins, ends, zombie, gone } of history.processes) {
    expect(begins).toBeLessThanOrEqual(ends);
    expect(ends).toBeLessThanOrEqual(zombie);
    expect(zombie).toBeLessThanOrEqual(gone);
    expect(gone).toBeLessThan(Infinity);
  }
});

test('states: a sleep is seen to sleep, a stop lasts until it goes on', () => {
  const [, , , third, fourth] = pids;
  const states = (pid?: number) => {
    const process = history.processes.find((it) => it.pid === pid);
    return process ? stretchesOf(process, history) : [];
  };
  const sh = states(fourth).filter(({ state }) => state === 'S');
  const asleep = sh.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(asleep).toBeGreaterThan(20);
  expect(asleep).toBeLessThan(history.milliseconds);
  const [stop] = states(third).filter(({ state }) => state === 'T');
  const at = (signal: string) =>
    history.notes.find((it) => it.kind === 'send' && it.signal === signal)?.at;
  expect(stop?.from).toBeGreaterThan(at('SIGSTOP') as number);
  expect(stop?.to).toBeLessThanOrEqual(at('SIGTERM') as number);
});

test('the memory of those that became a program or were ended', () => {
  const [, , second, third] = pids;
  const [before, after] = history.memories;
  expect(before).toMatchObject({ pid: second, exe: process.execPath });
  expect(after).toMatchObject({ pid: third, type: expect.any(String) });
  const holding = (name: string) =>
    after?.mappings.find((it) => it.sections.some((at) => at.name === name));
  expect(holding('.text')?.perms).toBe('r-xp');
  expect(holding('.data')?.perms).toBe('rw-p');
  const paths = history.memories.flatMap((it) =>
    it.mappings.map((at) => at.path),
  );
  expect(paths).toContain('[stack]');
  expect(paths.join()).not.toContain('journal'); // not the example's
});

test('nobody else puts anything in the place of what is written', () => {
  expect(mode).toBe(process.getuid?.() === 0 ? 0o1777 : 0o700);
});

test('who is killed while he writes his memory spoils no other’s', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'posix-proc-test-'));
  const whole = '{"at":1,"pid":2,"mappings":[{"start":"0x1000"}]}';
  writeFileSync(path.join(folder, 'memory-1-2'), whole);
  writeFileSync(path.join(folder, 'memory-1-3'), whole.slice(0, 30));
  writeFileSync(path.join(folder, 'memory-1-4'), '');
  const found = readMemories(folder);
  rmSync(folder, { recursive: true });
  expect(found).toEqual([{ at: 1, pid: 2, mappings: [{ start: 0x1000n }] }]);
});

test('as a story: causes before effects, a group is its members', () => {
  const { lanes, rows, hidden } = storyOf(history);
  expect(hidden).toEqual({ processes: 0, rows: 0 });
  expect(lanes.map(({ pid }) => pid).slice(0, 4)).toEqual(pids.slice(0, 4));
  expect(rows.map(({ at }) => at)).toEqual(
    rows.map(({ at }) => at).sort((a, b) => a - b),
  );
  const third = pids[3];
  const row = rows.find(({ label }) => label === `SIGTERM to group ${third}`);
  expect(row?.others).toEqual([third]);
  const labels = rows.map(({ label }) => label);
  for (const label of ['fork()', 'posix_spawn()', 'execv: true', 'exit 3'])
    expect(labels).toContain(label);
});

test('the program finds the same free descriptor without it', async () => {
  const plain = await run(program, { language: 'en' });
  expect(plain.lines[0]).toBe(seen.lines[0]);
});
