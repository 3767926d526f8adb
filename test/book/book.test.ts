import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { family } from '../support/processes.mjs';
import { runFixture } from '../support/run-fixture.mjs';
import { idsIn, main, posixProc, type Result, runBook } from './command.js';

const expected = [
  ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09', 'A10'],
  ...['A11', 'A12', 'A13', 'A14', 'A15', 'A16', 'A17', 'A18', 'A19', 'A20'],
  ...['A21', 'A22', 'A23', 'A24', 'A25', 'A26', 'A27', 'A28', 'A29', 'A30'],
  ...['A31', 'A32', 'A33', 'A34', 'A35', 'A36', 'A37'],
  ...['B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B09', 'B10'],
  ...['B11'],
  ...['C01', 'C02', 'C03', 'C04', 'C05', 'C06', 'C07', 'C08', 'C09', 'C10'],
  ...['C11', 'C12', 'C13', 'C14'],
  ...['E01', 'E02', 'E03', 'E04', 'E05', 'E06', 'E07', 'E08', 'E09', 'E10'],
  ...['E11', 'E12', 'E13', 'E14', 'E15', 'E16', 'E17', 'E18'],
  ...['X01', 'X02', 'X03', 'X04', 'X05', 'X06', 'X07', 'X08', 'X09', 'X10'],
  ...['X11', 'X12', 'X13', 'X14', 'X15', 'X16', 'X17', 'X18', 'X19', 'X20'],
  ...['X21', 'X22', 'X23', 'X24', 'X25', 'X26', 'X27', 'X28', 'X29', 'X30'],
  ...['X31', 'X32', 'X33', 'X34', 'X35', 'X36', 'X37', 'X38', 'X39', 'X40'],
  ...['X41', 'X42'],
];

function expectAllToHold(results: Result[]) {
  for (const { id, claims } of results) {
    const failed = claims.filter(({ holds }) => holds === false);
    expect(failed, id).toEqual([]);
    expect(claims.length, id).toBeGreaterThan(0);
  }
}

test('the tour is about 20 of them, in an order of its own', async () => {
  const { stdout, stderr } = await posixProc(['book', 'tour']);
  expect(stdout).not.toContain('✗');
  const ids = idsIn(stdout);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(17);
  expect(ids.length).toBeLessThan(25);
  expect(expected).toEqual(expect.arrayContaining(ids));
  expect([ids[0], ids.at(-1)]).toEqual(['A01', 'A37']);
  const seconds = / · ([\d.]+) s · Node/.exec(stdout)?.[1];
  expect(Number(seconds)).toBeLessThan(60);
  expect(stderr).toBe('');
});

// claims.test.ts runs each example in each of its languages.
test('in Japanese and Korean where the source is', async () => {
  const [japanese] = await runBook('A01', '--lang', 'ja');
  expect(japanese?.lines.join()).toMatch(/親プロセスのPID: \d+, 子プロセスの/);
  const korean = await runBook('A01', 'A20', '--lang', 'ko');
  expect(korean[0]?.lines.join()).toMatch(/부모 프로세스의 PID : \d+, 자식/);
  expect(korean.map(({ language }) => language)).toEqual(['ko', 'en']);
  expectAllToHold([...korean, ...(japanese ? [japanese] : [])]);
});

test('some examples by their ids, in the order asked for', async () => {
  const ids = async (...args: string[]) =>
    (await runBook(...args)).map(({ id }) => id);
  expect(await ids('A01')).toEqual(['A01']);
  expect(await ids('run', 'E09', 'a22')).toEqual(['E09', 'A22']);
});

test('the list, for people and as JSON', async () => {
  const { stdout } = await posixProc(['book', 'list', '--json']);
  const rows = JSON.parse(stdout);
  const ids = rows.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining(expected));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { picture, ...row } of rows) {
    expect([undefined, 'memory', 'sections', 'groups']).toContain(picture);
    expect(row).toEqual({
      id: expect.stringMatching(/^[A-EX]\d\d$/),
      title: expect.any(String),
      source: expect.any(String),
      languages: expect.arrayContaining(['en']),
      claims: expect.arrayContaining([expect.any(String)]),
      program: expect.any(String),
    });
    expect(existsSync(row.program)).toBe(true);
  }
  const list = await posixProc(['book', 'list']);
  expect(list.stdout.match(/^[A-EX]\d\d /gm)).toHaveLength(rows.length);
});

test.each([
  [['book', 'Z99'], "no example 'Z99'"],
  [['book', 'run', 'A01', 'Z99'], "no example 'Z99'"],
  [['book', 'run'], "missing required argument 'id'"],
  [['book', '--lang', 'xx'], "argument 'xx' is invalid"],
  [['book', 'A01', '--nope'], "unknown option '--nope'"],
  [['nope'], "unknown command 'nope'"],
  [['book', 'A01', '--svg', 'a.svg'], '--svg draws one example, such as X03'],
  [['book', 'X03', '--svg', 'none/a.svg'], 'ENOENT: no such file or directory'],
])('%j is wrong usage: 2, and nothing on stdout', async (args, message) => {
  const { stdout, stderr } = await posixProc(args, 2);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
});

/** The chart of an example, and the words in it. */
async function chartOf(id: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'book-'));
  const file = path.join(folder, 'chart.svg');
  const { stdout } = await posixProc(['book', id, '--svg', file]);
  const svg = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(stdout).not.toContain('✗');
  expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
  const words = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, it]) => it);
  return { svg, words };
}

test('what X03 has measured is drawn, with axes and their units', async () => {
  const { svg, words } = await chartOf('X03');
  expect(words).toEqual(
    expect.arrayContaining([
      ...['written by the child (MiB)', 'memory (MiB)', '100'],
      ...['child: Private_Dirty', 'child: Shared', 'child: Pss'],
      ...['parent: Private_Dirty', 'parent: Shared', 'parent: Pss'],
    ]),
  );
  // Six lines through eleven points.
  expect(svg.match(/d="M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){10}"/g)).toHaveLength(6);
});

test.each([
  ['X37', ['jobs done', 'memory of the worker (MiB)', 'in the worker']],
  ['X41', ['memory of the parent (MiB)', 'time of a processor (ms)', 'fork()']],
])('and %s', async (id, words) => {
  expect((await chartOf(id)).words).toEqual(expect.arrayContaining(words));
});

test('help and version go to stdout', async () => {
  const { stdout } = await posixProc(['book', '--help']);
  expect(stdout).toContain('Exit status: 0 every claim held');
  const root = path.join(import.meta.dirname, '../..');
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  expect((await posixProc(['--version'])).stdout).toBe(`${version}\n`);
});

const play = async (what: string, status: number) =>
  (await runFixture('book/play.mjs', { args: [what], status })).stdout;

test('a page whose claims hold; what cannot be known is no failure', async () => {
  const stdout = await play('right', 0);
  expect(stdout).toContain('   │ 4\n');
  expect(stdout).toContain('   ✓ It holds.\n');
  expect(stdout).toContain('   ? Nobody knows.\n     → it is dark here\n');
  expect(stdout).toContain('1 example · 2 of 3 claims held · 1 could not');
});

test('a claim that does not hold fails the run', async () => {
  const stdout = await play('wrong', 1);
  expect(stdout).toContain('   ✓ It holds.\n');
  expect(stdout).toContain('   ✗ Two and two.\n     → 5\n');
  expect(stdout).toMatch(/^✗ failed: T01 · 1 example · 1 of 3 claims/m);
});

test('so does a check that throws', async () => {
  expect(await play('throw', 1)).toContain('the check itself is broken');
});

test.each([
  ['status', 'exited with 3'],
  ['signal', 'killed by SIGKILL'],
  ['stderr', 'it complained on stderr'],
  ['quiet', 'left running: '],
])('so does a program that ends badly: %s', async (what, why) => {
  const stdout = await play(what, 1);
  expect(stdout).toContain('✗ The program ends by itself, and well.\n');
  expect(stdout).toContain(why);
});

// runFixture would complain about every process that is still there.
test.each(['hang', 'orphan'])('and one that does not end: %s', async (what) => {
  expect(await play(what, 1)).toContain('it had not ended after 2 s');
});

test('who stops reading, as head does, gets no complaint', () => {
  for (const args of ['book list', 'book A01']) {
    const script = `set -o pipefail; "$0" "$1" ${args} | true`;
    execFileSync('bash', ['-c', script, process.execPath, main]);
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the command, and the example with it',
  async (signal) => {
    const marker = `BOOK_TEST_${signal}=${process.pid}`;
    const [name = '', value] = marker.split('=');
    const child = spawn(process.execPath, [main, 'book', 'E14'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, [name]: value },
    });
    const pid = child.pid as number;
    const example = () =>
      family(pid, marker).filter((member: number) => member !== pid);
    await once(child.stdout, 'data');
    // Both of its processes.
    while (example().length < 2 && child.exitCode === null) await delay(20);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    while (family(pid, marker).length > 0) await delay(20);
  },
);
