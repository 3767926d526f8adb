import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
} from './checks.js';

/** The pid of the Lookout, of each of the two Masters, and of their workers. */
function pids(run: Run) {
  const row = /^Master (\d+) of (\d+): workers ([\d ]+)$/;
  const masters = findAll(run, row).map(([pid, parent, workers]) => ({
    pid,
    parent,
    workers: workers?.split(' ') ?? [],
  }));
  const [first, second, ...more] = masters;
  if (!first || !second || more.length > 0)
    throw new Error(`${masters.length} Masters`);
  const [lookout] = find(run, /^Lookout (\d+): exited with 0$/);
  return { lookout, first, second };
}

const answers = (run: Run) =>
  findAll(run, /^answered by worker (\d+) of Master (\d+)$/);

/** Where a line stands, which is there once, among those that no guest prints. */
function place(run: Run, line: string): number {
  const places = run.lines
    .filter((it) => !it.startsWith('answered'))
    .flatMap((it, i) => (it === line ? [i] : []));
  if (places.length !== 1) throw new Error(`${places.length} times: ${line}`);
  return places[0] as number;
}

export default {
  id: 'X40',
  title: 'Lookout, Master and workers, who are there when they are needed',
  source: 'Working With Unix Processes: Spyglass',
  languages: ['en'],
  claims: [
    {
      claim:
        'The Lookout accepts a connection, and only then starts a Master, which starts three workers.',
      check(run) {
        const { lookout, first, second } = pids(run);
        const seen = findAll(run, /^Lookout (\d+): a connection$/).flat();
        return all(
          equal(seen, [lookout, lookout]),
          equal([first.parent, second.parent], [lookout, lookout]),
          equal(run.lines[0], `Lookout ${lookout}: a connection`),
          equal(first.workers.length, 3),
        );
      },
    },
    {
      claim:
        'That connection goes to a worker, through two forks; others that come meanwhile are accepted by the workers.',
      check(run) {
        const { first } = pids(run);
        const three = answers(run).slice(0, 3);
        return all(
          equal(
            three.map(([, master]) => master),
            [first.pid, first.pid, first.pid],
          ),
          equal(
            three.filter(([pid]) => !first.workers.includes(`${pid}`)),
            [],
          ),
        );
      },
    },
    {
      claim:
        'When nobody comes for a while, the Master ends its workers, and then itself.',
      check(run) {
        const { first } = pids(run);
        const idle = place(run, `Master ${first.pid}: nobody comes`);
        const end = place(run, `Master ${first.pid}: exited with 0`);
        const between = first.workers.map((pid) =>
          place(run, `worker ${pid}: exited with 0`),
        );
        return equal(
          [idle, ...between, end].map((it) => it - idle),
          [0, 1, 2, 3, 4],
        );
      },
    },
    {
      claim:
        'The Lookout, which has not ended, starts another Master for the next connection.',
      check(run) {
        const { first, second } = pids(run);
        const [worker, master] = answers(run)[3] ?? [];
        return all(
          equal(master, second.pid),
          differ(first.pid, second.pid),
          equal(second.workers.includes(`${worker}`), true),
          equal(answers(run).length, 4),
        );
      },
    },
  ],
} satisfies Page;
