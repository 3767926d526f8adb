import { all, equal, find, type Page, type Run } from './checks.js';

const command = /^\$ pstree -p (\d+)$/;

/** The lines that were drawn here, and those of pstree. */
function both(run: Run): [ours: string[], theirs: string[]] {
  find(run, command);
  const at = run.lines.findIndex((line) => command.test(line));
  return [run.lines.slice(1, at), run.lines.slice(at + 1)];
}

/** Every `name(pid)` in what was drawn here. */
const nodes = (run: Run, name: string) =>
  [
    ...both(run)[0]
      .join('\n')
      .matchAll(/([^\s─]+)\((\d+)\)/g),
  ].filter(([, it]) => it === name);

const root = (run: Run) => find(run, command)[0];

const threads = {
  en: /^(\d+): (\d+) threads$/,
  ja: /^(\d+): スレッド数 (\d+)$/,
};

export default {
  id: 'A16',
  title: 'The tree of processes, as pstree -p shows it',
  source: '2章 プロセス管理 (基礎編): プロセスの親子関係',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'A process stands to the right of its parent, with its pid: this one has a sleep and a shell, and the shell another sleep.',
      check(run) {
        const [first = ''] = both(run)[0];
        return all(
          equal(/^[^\s─]+\((\d+)\)─/.exec(first)?.[1], root(run)),
          equal(
            ['sh', 'sleep'].map((name) => nodes(run, name).length),
            [1, 2],
          ),
          equal(
            both(run)[0].filter((line) =>
              /─sh\(\d+\)───sleep\(\d+\)$/.test(line),
            ).length,
            1,
          ),
        );
      },
    },
    {
      claim:
        'Its threads stand in braces, with numbers of their own: all but the first, whose number is the pid.',
      check(run) {
        const [pid, count] = find(run, threads);
        const [[, name = ''] = []] = [
          ...(both(run)[0][0] ?? '').matchAll(/^([^\s─]+)\(/g),
        ];
        const found = nodes(run, `{${name}}`).map(([, , tid]) => tid);
        return all(
          equal(pid, root(run)),
          equal(found.length, Number(count) - 1),
          equal(new Set([pid, ...found]).size, Number(count)),
        );
      },
    },
    {
      claim: 'pstree -p draws the same tree.',
      check(run) {
        const [ours, theirs] = both(run);
        if (theirs[0] === 'no pstree here')
          return { unknown: 'there is no pstree here that knows -l and -U' };
        return equal(ours, theirs);
      },
    },
  ],
} satisfies Page;
