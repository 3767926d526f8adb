import { all, find, type Page, type Run, type Verdict } from './checks.js';

type Row = { vsz: number; rss: number; minflt: number };

function row(run: Run, what: string): Row {
  const pattern = new RegExp(`^ *(\\d+) +(\\d+) +(\\d+)  ${what}$`);
  const [vsz, rss, minflt] = find(run, pattern).map(Number);
  return { vsz, rss, minflt } as Row;
}

function grows(run: Run, from: string, to: string, by: Partial<Row>): Verdict {
  const [before, after] = [row(run, from), row(run, to)];
  return all(
    ...Object.entries(by).map(([key, amount]) => {
      const more = after[key as keyof Row] - before[key as keyof Row];
      const most = amount + Math.max(30, amount / 2);
      return (
        (more >= amount * 0.9 - 10 && more <= most) || `${key}: ${more} more`
      );
    }),
  );
}

export default {
  id: 'X08',
  title: 'Demand paging: memory comes when it is used',
  source: '試して理解Linuxのしくみ: デマンドページング, vsz-rss.sh',
  languages: ['en'],
  claims: [
    {
      claim: 'A mapping adds to the virtual size, not to what is in memory.',
      check: (run) =>
        grows(run, 'at first', 'mapped 1000', { vsz: 1000, rss: 0 }),
    },
    {
      claim: 'That grows as pages are written to for the first time.',
      check: (run) =>
        all(
          ...[0, 20, 40, 60, 80].map((used) =>
            grows(
              run,
              used === 0 ? 'mapped 1000' : `used ${used}`,
              `used ${used + 20}`,
              { rss: 20 },
            ),
          ),
        ),
    },
    {
      claim: 'Each of them comes by a page fault: 256 for a MiB.',
      check: (run) =>
        grows(run, 'mapped 1000', 'used 100', { minflt: 100 * 256 }),
    },
  ],
  chart(run) {
    const used = [0, 20, 40, 60, 80, 100];
    const points = (key: 'vsz' | 'rss') =>
      used.map((it): [number, number] => [
        it,
        row(run, it === 0 ? 'mapped 1000' : `used ${it}`)[key],
      ]);
    return {
      title: 'Of 1000 MiB mapped, what is used takes up memory',
      x: 'used of the mapping (MiB)',
      y: 'size of the process (MiB)',
      lines: [
        { name: 'VSZ, virtual', points: points('vsz') },
        { name: 'RSS, in memory', points: points('rss') },
      ],
    };
  },
} satisfies Page;
