import { all, equal, find, findAll, type Page, type Run } from './checks.js';

/** PPID, PID and START of each, from the first process down. */
const chain = (run: Run) =>
  findAll(run, /^ *(\d+) +(\d+) +(\d+\.\d\d) .+$/).map((row) =>
    row.map(Number),
  ) as [ppid: number, pid: number, start: number][];

const way = {
  en: /^on the way from (\d+) down: ([\d ]+)$/,
  ja: /^(\d+)から木をたどる: ([\d ]+)$/,
};
const roots = {
  en: /^without a parent: ([\d ]+)$/,
  ja: /^親がいないプロセス: ([\d ]+)$/,
};

/** Of its ancestors, some are another user's, whom /proc may not show. */
const isHidden = (run: Run) =>
  findAll(run, /^stat\((\d+)\): EACCES$/)[0]?.[0] === `${chain(run)[0]?.[0]}`;

export default {
  id: 'A15',
  title: 'Parents of parents, up to init',
  source: '2章 プロセス管理 (基礎編): プロセスの親子関係',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'Each process has a parent, and that one has, too.',
      check(run) {
        const rows = chain(run);
        const pids = rows.map(([, pid]) => pid);
        const parents = rows.slice(1).map(([ppid]) => ppid);
        return all(
          equal(pids.at(-1), run.pid),
          equal(pids.at(-2), process.pid),
          equal(parents, pids.slice(0, -1)),
        );
      },
    },
    {
      claim:
        'The first of them is process 1, init, which the kernel has started: it has no parent.',
      check(run) {
        const [[ppid, pid] = []] = chain(run);
        if (isHidden(run)) return { unknown: `${ppid} is not to be seen` };
        // docker exec, for one, puts a process beside init.
        if (ppid === 0 && pid !== 1)
          return { unknown: `${pid} came into this container from outside` };
        return equal([ppid, pid], [0, 1]);
      },
    },
    {
      claim: 'A parent is older than its child, also one that adopted it.',
      check(run) {
        const starts = chain(run).map(([, , start]) => start);
        return all(
          equal(starts.length > 1, true),
          equal(
            starts,
            [...starts].sort((a, b) => a - b),
          ),
        );
      },
    },
    {
      claim:
        'So all processes are a tree: who goes from init down through the children comes to this one, on the same way.',
      check(run) {
        const [from, pids] = find(run, way);
        const expected = chain(run).map(([, pid]) => pid);
        return all(
          equal(pids, expected.join(' ')),
          equal(from, `${expected[0]}`),
        );
      },
    },
    {
      claim:
        'Only where a tree begins there is no parent: at init, at 2, from which the threads of the kernel come, and at what came into a container from outside.',
      check(run) {
        const [[ppid, first] = []] = chain(run);
        if (isHidden(run)) return { unknown: `${ppid} is not to be seen` };
        const [pids = ''] = find(run, roots);
        return pids.split(' ').includes(`${first}`) || `${first} is missing`;
      },
    },
  ],
} satisfies Page;
