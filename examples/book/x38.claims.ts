import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const spawned = (run: Run) => findAll(run, /^worker (\d): (\d+)$/);
const reaped = (run: Run) => findAll(run, /^reaped (\d): (\d+), (.*)$/);

export default {
  id: 'X38',
  title: 'A master that reaps its workers and replaces them',
  source:
    'Working With Unix Processes: How Unicorn Reaps Worker Processes, reap_all_workers',
  languages: ['en'],
  claims: [
    {
      claim: 'The master has three workers, each in a process of its own.',
      check(run) {
        const first = spawned(run).slice(0, 3);
        return all(
          equal(
            first.map(([number]) => number),
            ['0', '1', '2'],
          ),
          equal(new Set(spawned(run).map(([, pid]) => pid)).size, 5),
        );
      },
    },
    {
      claim:
        'Two that end at the same time are two zombies, of which one SIGCHLD tells.',
      check(run) {
        const [a, b] = find(run, /^both have ended: (\w) (\w)$/);
        const at = (line: string) => run.lines.indexOf(line);
        return all(
          equal([a, b], ['Z', 'Z']),
          equal(at('SIGCHLD'), at('both have ended: Z Z') + 1),
          equal(
            at(`reaped 0: ${spawned(run)[0]?.[1]}, killed by SIGKILL`) >
              at('SIGCHLD'),
            true,
          ),
        );
      },
    },
    {
      claim:
        'waitpid(-1, WNOHANG), until it finds none, reaps both of them, and does not wait for the third.',
      check: (run) =>
        equal(
          reaped(run).slice(0, 2).sort(),
          ['killed by SIGKILL', 'killed by SIGTERM'].map((how, i) => [
            ...(spawned(run)[i] ?? []),
            how,
          ]),
        ),
    },
    {
      claim: 'In the place of each comes a new one; the third goes on.',
      check: (run) =>
        all(
          equal(
            spawned(run)
              .slice(3)
              .map(([number]) => number),
            ['0', '1'],
          ),
          equal(find(run, /^the third goes on: (\w+)$/), ['true']),
        ),
    },
    {
      claim: 'Then there are three children again, and no zombie.',
      check: (run) =>
        all(
          equal(find(run, /^children: (\d+)$/), ['3']),
          equal(find(run, /^zombies: (\d+)$/), ['0']),
        ),
    },
    {
      claim: 'At the end the master has reaped all that it ever had.',
      check(run) {
        const pids = (rows: string[][]) => rows.map(([, pid]) => pid).sort();
        return all(
          equal(pids(reaped(run)), pids(spawned(run))),
          equal(find(run, /^and then: (\w+)$/), ['ECHILD']),
        );
      },
    },
  ],
} satisfies Page;
