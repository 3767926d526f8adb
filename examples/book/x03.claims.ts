import { all, equal, find, findAll, type Page, type Run } from './checks.js';

type Row = {
  written: number;
  minflt: number;
  own: number;
  shared: number;
  pss: number;
};

function rows(run: Run, who: string): Row[] {
  const pattern = new RegExp(`^ *(\\d+) +${who} +(\\d+)((?: +[\\d.]+){3})$`);
  return findAll(run, pattern).map(([written, minflt, sizes]) => {
    const [own, shared, pss] = `${sizes}`.trim().split(/ +/).map(Number);
    const [a, b] = [Number(written), Number(minflt)];
    return { written: a, minflt: b, own, shared, pss } as Row;
  });
}

/** The first and the last of a process. */
function ends(run: Run, who: string): [Row, Row] {
  const found = rows(run, who);
  if (found.length !== 11) throw new Error(`${found.length} rows of ${who}`);
  return [found[0], found[10]] as [Row, Row];
}

const between = (value: number, least: number, most: number) =>
  (value >= least && value <= most) || `${value}, not ${least} to ${most}`;

export default {
  id: 'X03',
  title: 'Copy-on-write, page by page',
  source: '試して理解Linuxのしくみ: プロセスの作成とメモリ, コピーオンライト',
  languages: ['en'],
  claims: [
    {
      claim:
        'After fork() the child has next to nothing of its own: it shares the 100 MiB.',
      check(run) {
        const [first] = ends(run, 'child');
        return all(
          between(first.own, 0, 30),
          between(first.shared, 100, 10_000),
        );
      },
    },
    {
      claim:
        'Each page that the child writes to is a page fault, and copied: 25,600 pages of 4 KiB.',
      check(run) {
        const [first, last] = ends(run, 'child');
        return between(last.minflt - first.minflt, 25_600, 40_000);
      },
    },
    {
      claim: 'What it writes becomes its own, and as much is no longer shared.',
      check(run) {
        const [first, last] = ends(run, 'child');
        return all(
          between(last.own - first.own, 95, 130),
          between(first.shared - last.shared, 80, 130),
        );
      },
    },
    {
      claim:
        'Only now do the two take up 100 MiB more, by the sum of their Pss.',
      check(run) {
        const sums = [ends(run, 'child'), ends(run, 'parent')];
        const [before, after] = [0, 1].map((i) =>
          sums.reduce((sum, both) => sum + (both[i] as Row).pss, 0),
        ) as [number, number];
        return between(after - before, 80, 140);
      },
    },
    {
      claim: 'The memory of the parent is as it was.',
      check: (run) => equal(find(run, /^the parent still reads (\d+)$/), ['1']),
    },
  ],
  chart: (run) => ({
    title: 'A child writes to 100 MiB that fork() has given it',
    x: 'written by the child (MiB)',
    y: 'memory (MiB)',
    lines: (['child', 'parent'] as const).flatMap((who) =>
      (
        [
          ['Private_Dirty', 'own'],
          ['Shared', 'shared'],
          ['Pss', 'pss'],
        ] as const
      ).map(([name, key]) => ({
        name: `${who}: ${name}`,
        points: rows(run, who).map(
          (row) => [row.written, row[key]] as [number, number],
        ),
      })),
    ),
  }),
} satisfies Page;
