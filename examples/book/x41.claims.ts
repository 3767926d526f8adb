import { all, find, findAll, type Page, type Run } from './checks.js';

type Row = { resident: number; fork: number; spawn: number; child: number };

function rows(run: Run): Row[] {
  const cells = [...Array(3)].map(() => ' +([\\d.]+) ms').join('');
  const found = findAll(run, new RegExp(`^ +(\\d+) MiB${cells}$`));
  if (found.length !== 3) throw new Error(`${found.length} rows`);
  return found.map((row) => {
    const [resident, fork, spawn, child] = row.map(Number);
    return { resident, fork, spawn, child } as Row;
  });
}

/** The first row and the last. */
const ends = (run: Run) => [rows(run)[0], rows(run)[2]] as [Row, Row];

const more = (a: number, b: number) =>
  a > b || `${a.toFixed(2)} is not more than ${b.toFixed(2)}`;

export default {
  id: 'X41',
  title: 'What fork() costs, beside other ways to a process',
  source: 'Of this book: fork(), posix_spawn() and child_process, measured',
  languages: ['en'],
  claims: [
    {
      claim:
        'fork() takes longer where there is more memory: none of it is copied, but the tables of its pages are.',
      check(run) {
        const [first, last] = ends(run);
        return all(
          more(last.resident - first.resident, 150),
          more(last.fork, 1.2 * first.fork),
        );
      },
    },
    {
      claim:
        'posix_spawn() does not: its child shares the memory until it is another program.',
      check(run) {
        const [first, last] = ends(run);
        const [spawn, fork] = [
          last.spawn - first.spawn,
          last.fork - first.fork,
        ];
        return all(more(fork / 2, spawn), more(last.fork, last.spawn));
      },
    },
    {
      claim:
        'A forked child is at work long before another Node would be, even with that memory.',
      check(run) {
        const [child, node] = ['a forked child', 'another node'].map((who) =>
          Number(
            find(run, new RegExp(`^${who}, by the clock: ([\\d.]+) ms$`))[0],
          ),
        ) as [number, number];
        return more(node, 1.5 * child);
      },
    },
  ],
  chart: (run) => ({
    title: 'A child that ends at once, with more and more memory in use',
    x: 'memory of the parent (MiB)',
    y: 'time of a processor (ms)',
    lines: (
      [
        ['fork()', 'fork'],
        ["posix_spawn('/bin/true')", 'spawn'],
        ["spawnSync('/bin/true')", 'child'],
      ] as const
    ).map(([name, key]) => ({
      name,
      points: rows(run).map(
        (row) => [row.resident, row[key]] as [number, number],
      ),
    })),
  }),
} satisfies Page;
