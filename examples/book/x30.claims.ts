import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const orphan = /^I'm an orphan! My parent is (\d+)$/;

const parents = (run: Run) => findAll(run, orphan).flat();

export default {
  id: 'X30',
  title: 'Orphans are not killed',
  source: 'Working With Unix Processes: Orphaned Processes',
  languages: ['en'],
  claims: [
    {
      claim:
        'The parent ends at once. A shell would prompt for the next command now.',
      check: (run) =>
        all(
          equal(find(run, /^Parent process (\d+) died/), [`${run.pid}`]),
          equal(run.lines[0]?.startsWith('Parent'), true),
        ),
    },
    {
      claim: 'The child goes on, and on the same terminal: five lines.',
      check: (run) => equal(parents(run).length, 5),
    },
    {
      claim: 'Another process is its parent then (W4).',
      check(run) {
        const others = parents(run).filter((pid) => pid !== `${run.pid}`);
        return equal(others.length, 5);
      },
    },
  ],
} satisfies Page;
