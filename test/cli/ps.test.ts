// Against ps(1), on processes of every kind.

import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('cli/ps.mjs', { args: [name], deadlineMs: 55_000 })).report;

const linesOf = (text: string) => text.trimEnd().split('\n');

/** Its lines by their pids, each by the titles of its columns. */
function rowsOf(text: string) {
  const [head = '', ...lines] = linesOf(text);
  const titles = head.trim().split(/ +/);
  const cells = new RegExp(`^ *${'(\\S+) +'.repeat(titles.length - 1)}(.*)$`);
  const rows = lines.map((line) => {
    const values = cells.exec(line)?.slice(1) ?? [];
    return Object.fromEntries(titles.map((it, i) => [it, values[i]?.trim()]));
  });
  return { titles, rows: new Map(rows.map((row) => [Number(row.PID), row])) };
}

type Looks = { before: string; own: string; after: string };

test('the columns and values of ps u and ps j', async () => {
  const { pids, ...formats } = await run('tables');
  for (const { before, own, after } of Object.values<Looks>(formats)) {
    const [first, it, last] = [rowsOf(before), rowsOf(own), rowsOf(after)];
    expect(it.titles).toEqual(first.titles);
    expect([...it.rows.keys()]).toEqual([...first.rows.keys()]);
    expect(it.rows.size).toBe(Object.keys(pids).length);
    for (const [name, pid] of Object.entries<number>(pids)) {
      for (const title of it.titles) {
        const [a, value, b] = [first, it, last].map(
          ({ rows }) => rows.get(pid)?.[title],
        );
        // It works meanwhile.
        if (name === 'runs' && ['%CPU', 'RSS', 'TIME'].includes(title))
          continue;
        // ps has a ? for it, which says less.
        if (name === 'noArguments' && title === 'COMMAND') {
          expect(value).toBe('[sh]');
          continue;
        }
        // Less and less of the time that has passed.
        if (title === '%CPU') {
          expect(Number(value), name).toBeLessThanOrEqual(Number(a) + 0.1);
          expect(Number(value), name).toBeGreaterThanOrEqual(Number(b) - 0.1);
        } else expect([a, b], `${title} of ${name}`).toContain(value);
      }
    }
  }
});

test('as JSON', async () => {
  const { pids, uid, now, rows } = await run('json');
  expect(rows).toHaveLength(Object.keys(pids).length);
  type Row = { pid: number; stat: string; start: string };
  const of = Object.fromEntries(
    Object.entries<number>(pids).map(([name, pid]) => [
      name,
      rows.find((row: Row) => row.pid === pid),
    ]),
  );
  for (const row of rows) {
    expect(row).toEqual({
      user: expect.any(String),
      uid,
      pid: expect.any(Number),
      ppid: expect.any(Number),
      pgid: expect.any(Number),
      sid: expect.any(Number),
      tty: row.tty && expect.stringMatching(/^pts\/\d+$/),
      tpgid: expect.any(Number),
      stat: expect.stringMatching(/^[A-Zt]<?N?L?s?l?\+?$/),
      pcpu: expect.any(Number),
      pmem: expect.any(Number),
      vsz: expect.any(Number),
      rss: expect.any(Number),
      start: expect.any(String),
      time: expect.any(Number),
      comm: expect.any(String),
      args: expect.any(Array),
    });
    expect(now - Date.parse(row.start)).toBeGreaterThan(-2000);
    expect(now - Date.parse(row.start)).toBeLessThan(60_000);
  }
  const { high, ...others } = Object.fromEntries(
    Object.entries(of).map(([name, row]) => [name, row.stat]),
  );
  expect([undefined, 'S<l']).toContain(high); // only root can make it
  expect(others).toMatchObject({
    ...{ plain: 'S', stopped: 'Tl', zombie: 'Z', nice: 'SN', threads: 'Sl' },
    ...{ locked: 'SLl', runs: 'Rl', leader: 'Ss+', background: 'S' },
  });
  expect(of.arguments.args).toEqual([
    ...['a\nb\tc\x1b[31m', '-c', 'read it', '', '日本 한국', 'ü', '  '],
  ]);
  expect(of.zombie).toMatchObject({ args: [], rss: 0, vsz: 0 });
  const { leader, background } = of;
  expect(background).toMatchObject({ tty: leader.tty, sid: leader.pid });
  expect([leader.tpgid, background.tpgid]).toEqual([leader.pid, leader.pid]);
  expect(background.pgid).toBe(background.pid);
  expect(
    ['parentheses', 'lineEnd', 'badName', 'cjk'].map((it) => of[it].comm),
  ).toEqual(['a) R 1 (b', 'line\nend', 'f\ufffd\ufffd', '日本']);
});

// What few processes change, and none changes back.
const lasting = ['USER', 'PPID', 'PID', 'PGID', 'SID', 'UID', 'START', 'TIME'];

test('all processes, in the order of their pids', async () => {
  for (const { before, own, after } of await run('all')) {
    const [first, it, last] = [before, own, after].map((text) => {
      const { titles, rows } = rowsOf(text);
      const kept = titles.filter((title) => lasting.includes(title));
      // ps cuts names of users after 8 letters.
      return [...rows.values()]
        .filter(({ USER = '' }) => !USER.endsWith('+'))
        .map((row) => kept.map((title) => row[title]).join(' '));
    }) as [string[], string[], string[]];
    const still = first.filter((row) => last.includes(row));
    expect(still.length).toBeGreaterThan(1);
    expect(it).toEqual(expect.arrayContaining(still));
    const pids = [...rowsOf(own).rows.keys()];
    expect(pids).toEqual([...pids].sort((a, b) => a - b));
  }
});

/** Of what the processes of this test are called. */
const widthOf = (text: string) => text.replace(/[\u3000-\ud7ff]/g, '__').length;

test('lines are as wide as the terminal, and whole in a pipe', async () => {
  const { whole, columns, narrow, wide, plain } = await run('terminal');
  expect(wide.startsWith(`\x1b[1m${linesOf(whole)[0]}\x1b[`)).toBe(true); // bold
  expect(stripVTControlCharacters(narrow)).toBe(plain);
  expect(stripVTControlCharacters(wide)).toBe(whole);
  expect(whole + plain).not.toContain('\x1b');
  const cut = linesOf(plain);
  expect(cut).toHaveLength(linesOf(whole).length);
  for (const [i, line] of linesOf(whole).entries()) {
    expect(line.startsWith(cut[i] as string)).toBe(true);
    const width = widthOf(cut[i] as string);
    expect(width).toBeLessThanOrEqual(columns);
    // A character of two columns may have had no room.
    if (cut[i] !== line) expect(width).toBeGreaterThanOrEqual(columns - 1);
  }
  expect(cut.some((line) => widthOf(line) === columns)).toBe(true);
});

test('a process named that is not there: 1, and the others are shown', async () => {
  const found = await run('missing');
  const error = 'error: no process GONE to be seen\n';
  expect(found).toEqual({
    there: [0, 2, ''],
    twice: [0, 2, ''],
    gone: [1, 1, error],
    both: [1, 2, error],
    json: [1, 1, error],
    thread: 1,
  });
});
