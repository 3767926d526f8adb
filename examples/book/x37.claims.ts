import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const size = (run: Run, when: string) =>
  Number(find(run, new RegExp(`^${when}: the worker has (\\d+) MiB$`))[0]);

const jobs = [1, 2, 3, 4, 5];

const sizes = (run: Run, where: string) =>
  jobs.map((job) => size(run, `job ${job} ${where}`));

const within = (more: number, least: number, most: number) =>
  (more >= least && more <= most) || `${more} MiB`;

export default {
  id: 'X37',
  title: 'A child for each job, and its memory comes back',
  source: 'Working With Unix Processes: How Resque Manages Processes',
  languages: ['en'],
  claims: [
    {
      claim:
        'Each job is done by a process of its own, which takes 20 MiB for it.',
      check(run) {
        const took = findAll(run, /^child (\d+) took (\d+) MiB$/);
        return all(
          equal(
            took.map(([pid]) => pid),
            findAll(run, /^child (\d+): /).flat(),
          ),
          equal(new Set(took.map(([pid]) => pid)).size, jobs.length),
          ...took.map(([, size]) => within(Number(size), 18, 35)),
        );
      },
    },
    {
      claim: 'A job that is killed takes neither the worker nor others along.',
      check: (run) =>
        equal(
          findAll(run, /^child \d+: (.*)$/).flat(),
          jobs.map((job) =>
            job === 3 ? 'killed by SIGKILL' : 'exited with 0',
          ),
        ),
    },
    {
      claim: 'What the job has leaked, goes with the child: the worker stays.',
      check: (run) =>
        all(
          ...sizes(run, 'in a child').map((it) =>
            within(it - size(run, 'before'), -20, 20),
          ),
        ),
    },
    {
      claim: 'A worker that does the same jobs itself keeps 20 MiB of each.',
      check(run) {
        const [last] = sizes(run, 'in a child').slice(-1) as [number];
        return all(
          ...sizes(run, 'in the worker').map((it, i) =>
            within(it - last, 20 * i, 20 * (i + 2)),
          ),
        );
      },
    },
  ],
  chart: (run) => ({
    title: 'A worker whose jobs leak 20 MiB each',
    x: 'jobs done',
    y: 'memory of the worker (MiB)',
    lines: ['in a child', 'in the worker'].map((name) => ({
      name,
      points: sizes(run, name).map((it, i) => [i + 1, it] as [number, number]),
    })),
  }),
} satisfies Page;
