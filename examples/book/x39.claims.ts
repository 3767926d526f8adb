import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const workers = (run: Run) =>
  (find(run, /^workers ([\d ]+) on port \d+$/)[0] as string).split(' ');

const answered = (run: Run, count: string) =>
  (find(run, new RegExp(`^${count} at once, answered by ([\\d ]+)$`))[0] ?? '')
    .split(' ')
    .sort();

const ended = (run: Run, how: string) =>
  findAll(run, new RegExp(`^worker (\\d+): ${how}$`)).flat();

export default {
  id: 'X39',
  title: 'A preforking server',
  source: 'Working With Unix Processes: Preforking Servers',
  languages: ['en'],
  claims: [
    {
      claim:
        'The master listens once and forks: all three workers accept on the one socket, and three requests at a time are answered by three processes.',
      check: (run) => equal(answered(run, 'three'), workers(run).sort()),
    },
    {
      claim: 'One of them is killed: the others serve.',
      check(run) {
        const [victim, ...none] = ended(run, 'killed by SIGKILL');
        return all(
          equal(none, []),
          equal(
            answered(run, 'two'),
            workers(run)
              .filter((pid) => pid !== victim)
              .sort(),
          ),
        );
      },
    },
    {
      claim:
        'Ctrl+C goes to the whole group in the foreground: the workers end by SIGINT…',
      check: (run) =>
        equal(ended(run, 'killed by SIGINT').sort(), answered(run, 'two')),
    },
    {
      claim: '…and the master, which has a handler, when it has reaped them.',
      check(run) {
        const [heard] = find(run, /^((?:\^C)?the master heard SIGINT)$/);
        const after = run.lines.slice(run.lines.indexOf(heard as string));
        return equal(after.filter((it) => /^worker/.test(it)).length, 2);
      },
    },
  ],
} satisfies Page;
