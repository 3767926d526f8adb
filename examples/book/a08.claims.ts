import { all, equal, find, type Page, type Run } from './checks.js';

/** What was read here, and what readelf says. */
function both(run: Run): [ours: string[], theirs: string[]] {
  const [first, second] = [/^ELF Header: /, /^\$ readelf -h /].map((pattern) =>
    run.lines.findIndex((line) => pattern.test(line)),
  ) as [number, number];
  return [run.lines.slice(first + 1, second), run.lines.slice(second + 2)];
}

function ours(run: Run, name: string): string {
  const start = `  ${name}:`;
  const line = both(run)[0].find((it) => it.startsWith(start)) ?? '';
  return line.slice(start.length).trim();
}

/** Older versions of readelf have other words for a PIE. */
const withoutWords = (line: string) =>
  line.trim().replace(/(Type: +\w+) .*$/, '$1');

export default {
  id: 'A08',
  title: 'The header of an ELF file, as readelf -h shows it',
  source: '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット',
  languages: ['en'],
  claims: [
    {
      claim:
        'It begins with 7f and ELF in ASCII; then 2 for 64 bits, 1 for little-endian, 1 for the version.',
      check: (run) =>
        equal(
          ours(run, 'Magic').split(' ').slice(0, 7),
          '7f 45 4c 46 02 01 01'.split(' '),
        ),
    },
    {
      claim: 'It says that this is a program for fixed addresses: EXEC.',
      check(run) {
        const [name] = find(run, /^ELF Header: (pause|sleep)$/);
        const [type] = ours(run, 'Type').split(' ');
        if (name === 'sleep' && type === 'DYN')
          return { unknown: 'without cc, there is only a DYN here' };
        return equal(type, 'EXEC');
      },
    },
    {
      claim:
        'The first instruction of the program is at the entry point; where a compiler puts it, is its own affair: 0x401050 of the source, or another.',
      check: (run) =>
        /^0x[1-9a-f][0-9a-f]{3,6}$/.test(ours(run, 'Entry point address')) ||
        ours(run, 'Entry point address'),
    },
    {
      claim:
        'It has 64 bytes. A table of segments follows, with 56 bytes for each; near the end is one of sections, with 64 bytes for each.',
      check: (run) =>
        all(
          equal(ours(run, 'Size of this header'), '64 (bytes)'),
          equal(ours(run, 'Start of program headers'), '64 (bytes into file)'),
          equal(ours(run, 'Size of program headers'), '56 (bytes)'),
          equal(ours(run, 'Size of section headers'), '64 (bytes)'),
        ),
    },
    {
      claim: 'readelf -h shows the same, line by line.',
      check(run) {
        find(run, /^\$ readelf -h /);
        if (run.lines.includes('no readelf here'))
          return { unknown: 'there is no readelf here' };
        const [mine, theirs] = both(run).map((it) => it.map(withoutWords));
        return all(equal(mine?.length, 19), equal(mine, theirs));
      },
    },
  ],
} satisfies Page;
