import { all, differ, equal, find, type Page } from './checks.js';

export default {
  id: 'E02',
  title: 'A process has an id',
  source: 'なるほどUnixプロセス: プロセスにはIDがある',
  languages: ['en'],
  claims: [
    {
      claim: 'getpid() asks the kernel; Node and /proc give the same number.',
      check: (run) =>
        equal(
          [
            /^getpid\(\): (\d+)$/,
            /^process\.pid: (\d+)$/,
            /^\/proc\/self: (\d+)$/,
          ].map((line) => Number(find(run, line)[0])),
          [run.pid, run.pid, run.pid],
        ),
    },
    {
      claim: 'ps -p shows the process of that number.',
      check(run) {
        find(run, /^getpid/);
        if (run.lines.includes('no row of ps'))
          return { unknown: 'there is no ps here that knows -p' };
        return equal(
          Number(find(run, /^ *(\d+) +\S+ +[\d:]+ .+$/)[0]),
          run.pid,
        );
      },
    },
    {
      claim:
        'It is asked anew each time: a forked child has its own, in both ways.',
      check(run) {
        const [got, node] = find(
          run,
          /^child: getpid\(\) (\d+), process\.pid (\d+)$/,
        );
        const [forked] = find(run, /^fork\(\): (\d+)$/);
        return all(
          equal([got, node], [forked, forked]),
          differ(got, `${run.pid}`),
        );
      },
    },
    {
      claim: 'A shell has it in $$: the same as before the child became sh.',
      check: (run) =>
        equal(find(run, /^sh: (\d+)$/), find(run, /^fork\(\): (\d+)$/)),
    },
  ],
} satisfies Page;
