import { all, equal, find, findAll, type Page } from './checks.js';

const state = /^nobody waits for (\d+): (\w)$/;

export default {
  id: 'X32',
  title: 'How to see a zombie, and to have none',
  source: 'Working With Unix Processes: Zombie Processes',
  languages: ['en'],
  claims: [
    {
      claim: 'A child that has ended and is not waited for is in state Z.',
      check: (run) => equal(find(run, state)[1], 'Z'),
    },
    {
      claim:
        'ps shows it: one line with its pid and that letter. When it has been waited for there is none.',
      check(run) {
        const [pid] = find(run, state);
        const none = findAll(run, /^no row of ps$/).length;
        if (none === 2) return { unknown: 'there is no ps here that knows -p' };
        return all(
          equal(find(run, /^waitpid\(\): (\w+)$/), ['gone']),
          equal(findAll(run, /^ *(\d+) +(\w)$/), [[pid, 'Z']]),
          equal(none, 1),
        );
      },
    },
    {
      claim:
        'A child that has been detached is waited for when it ends, beside the work of the program: no zombie, and nobody can ask for its status any more.',
      check: (run) => equal(find(run, /^detach\(\): (\w+)$/), ['ECHILD']),
    },
  ],
} satisfies Page;
