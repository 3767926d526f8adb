// The report of `posix-proc book --html`: the page itself, and how it looks in a
// real browser.

import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadExamples } from '../../dist/cli/book/pages.js';
import { runFixture } from '../support/run-fixture.mjs';
import { idsIn, long, posixProc } from './command.js';

const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string) => path.join(folder, name);
const examples = loadExamples();

/** Where the browser is; undefined where there is none. */
function findChromium(): string | undefined {
  const find = 'command -v chromium || command -v google-chrome';
  try {
    return execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

type Picture = {
  example: string;
  kind: string;
  named: boolean;
  labels: number;
  axes: number;
  cut: string[];
  upon: string[];
};

type View = {
  overflows: string[];
  pale: string[];
  pictures: Picture[];
  examples: {
    id: string;
    title: string;
    code: string;
    output: string;
    claims: string[];
  }[];
  twice: string[];
  broken: string[];
  scripts: number;
};

type Report = {
  messages: string[];
  requests: string[];
  views: Record<string, View>;
};

async function browse(chromium: string, file: string): Promise<Report> {
  const args = [chromium, file];
  const options = { args, deadlineMs: 120_000 };
  return (await runFixture('book/browser.mjs', options)).report;
}

const book = fileOf('book.html');
let text = '';
let printed = '';
beforeAll(async () => {
  const { stdout, stderr } = await posixProc(['book', 'all', '--html', book]);
  expect(stderr).toBe('');
  printed = stdout;
  text = readFileSync(book, 'utf8');
}, long);

test('the whole book runs, and its last line says that it held', () => {
  expect(printed).not.toContain('✗'); // the claims hold while it is recorded
  expect(printed).not.toContain('\x1b'); // no colours in a pipe
  expect(idsIn(printed).sort()).toEqual(
    examples.map(({ page }) => page.id).sort(),
  );
  const last = printed.trimEnd().split('\n').at(-1);
  expect(last).toMatch(/^✓ \d+ examples · \d+ of \d+ claims held · /);
});

test('one page, which needs nothing else', () => {
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
  const others = /<(script|iframe|link (?!rel="icon" href="data:,"))|@import/;
  expect(others.exec(text)?.[0]).toBeUndefined();
  expect(/<[^>]* (src|srcset)=|url\((?!#)/.exec(text)?.[0]).toBeUndefined();
});

test('the counts, and which system it was', () => {
  const facts = Object.fromEntries(
    [...text.matchAll(/<dt>(.+)<\/dt><dd>(.+)<\/dd>/g)].map(([, a, b]) => [
      a,
      b,
    ]),
  );
  expect(facts).toMatchObject({
    Examples: `${examples.length}`,
    Claims: expect.stringMatching(/^\d+ ✓ held, 0 ✗ did not, \d+ \? this/),
    Node: process.versions.node,
    Kernel: expect.stringMatching(/^Linux \d/),
  });
  expect(Number(facts.Processes)).toBeGreaterThan(examples.length);
});

test('some examples only, in the order asked for; no notes are left', async () => {
  const file = fileOf('some.html');
  const notes = () =>
    readdirSync(tmpdir()).filter((it) => it.startsWith('posix-proc-book-'));
  const before = notes();
  const args = ['E09', 'A01', 'e09', '--html', file]; // each has one place
  const { stdout } = await posixProc(['book', ...args]);
  expect(stdout).toContain('2 examples');
  const page = readFileSync(file, 'utf8');
  const ids = [...page.matchAll(/<section id="(...)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['E09', 'A01']);
  expect(notes()).toEqual(before);
});

test('a file that cannot be written is told before the run', async () => {
  const args = ['book', 'A01', '--html', fileOf('none/a.html')];
  const { stdout, stderr } = await posixProc(args, 2);
  expect(stderr).toContain('ENOENT: no such file or directory');
  expect(stdout).toBe('');
});

test.each([
  ['html', 0],
  ['wrong', 1],
  ['signal', 1],
  ['stderr', 1],
])('the page of a program that is %s', async (what, status) => {
  const file = fileOf(`${what}.html`);
  await runFixture('book/play.mjs', { args: [what, file], status });
  const page = readFileSync(file, 'utf8');
  expect(page).not.toContain('<script>');
  expect(page).toContain('<section id="T01"');
  const expected = {
    html: '&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; ␛[31m',
    wrong: '<li class="failed">',
    signal: 'killed by SIGKILL after',
    stderr: 'an unexpected word',
  }[what];
  expect(page).toContain(expected);
});

const chromium = findChromium();
if (!chromium) console.error('No chromium here: no report is looked at in it.');

describe.skipIf(!chromium)('in Chromium', () => {
  let report: Report;
  const views = () => Object.entries(report.views);
  beforeAll(async () => {
    report = await browse(chromium as string, book);
  }, 150_000);

  test('it says nothing, and asks nobody', () => {
    expect(report.messages).toEqual([]);
    expect(new Set(report.requests)).toEqual(new Set([`file://${book}`]));
    for (const [, { scripts }] of views()) expect(scripts).toBe(0);
  });

  test('every example is there: source, output, claims', () => {
    const seen = report.views['1400']?.examples ?? [];
    expect(seen.map(({ id }) => id)).toEqual(
      examples.map(({ page }) => page.id),
    );
    for (const [i, { id, title, code, output, claims }] of seen.entries()) {
      const { page, program } = examples[i] as (typeof examples)[number];
      expect(title).toBe(`${id} ${page.title}`);
      expect(code).toBe(readFileSync(program.replace(/js$/, 'ts'), 'utf8'));
      expect(output.length, id).toBeGreaterThan(0);
      expect(claims, id).toHaveLength(page.claims.length);
    }
  });

  test('every example has a timeline, and the picture it asks for', () => {
    const pictures = report.views['1400']?.pictures ?? [];
    const kinds = (id: string) =>
      pictures.filter((it) => it.example === id).map(({ kind }) => kind);
    for (const { page } of examples) {
      expect(kinds(page.id), page.id).toContain('timeline');
      if (page.picture) expect(kinds(page.id), page.id).toContain(page.picture);
      if (page.chart) expect(kinds(page.id), page.id).toContain('chart');
    }
  });

  test('pictures have names and labels, none cut off or upon another', () => {
    for (const [view, { pictures }] of views()) {
      for (const {
        example,
        kind,
        named,
        labels,
        axes,
        cut,
        upon,
      } of pictures) {
        const which = `${example} ${kind}, ${view}`;
        expect(named, which).toBe(true);
        expect(labels, which).toBeGreaterThan(2);
        if (kind !== 'groups' && kind !== 'chart')
          expect(axes, which).toBeGreaterThan(0);
        expect([cut, upon], which).toEqual([[], []]);
      }
    }
  });

  test('nothing overflows: phone, tablet, screen, paper', () => {
    for (const [view, { overflows }] of views())
      expect(overflows, view).toEqual([]);
  });

  test('texts can be read by day and by night', () => {
    for (const [view, { pale }] of views()) expect(pale, view).toEqual([]);
  });

  test('links lead somewhere, and no name is there twice', () => {
    for (const [, { twice, broken }] of views())
      expect([twice, broken]).toEqual([[], []]);
  });

  test('a page with a fault is found out', async () => {
    const faulty = fileOf('faulty.html');
    const faults = `<p style="width:2000px;color:#ccc;background:#fff">wide and pale</p><a href="#nowhere">lost</a><p id="A01"></p><script>console.log(1)</script>`;
    writeFileSync(faulty, text.replace('<main>', `<main>${faults}`));
    const { messages, views } = await browse(chromium as string, faulty);
    expect(messages).toContain('1');
    const { overflows, pale, twice, broken } = views['800'] as View;
    expect(overflows.length).toBeGreaterThan(0);
    expect(pale.join()).toContain('wide and pale');
    expect([twice, broken]).toEqual([['A01'], ['#nowhere']]);
  });
});
