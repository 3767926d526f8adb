import { all, differ, equal, findAll, type Page, type Run } from './checks.js';

/** The groups of the lines of the first run, or of those in temp.out. */
const linesOf = (run: Run, file: boolean, pattern: string) =>
  findAll(run, new RegExp(`^${file ? 'temp\\.out: ' : ''}${pattern}$`));

const count = (run: Run, pattern: string) =>
  [false, true].map((file) => linesOf(run, file, pattern).length);

export default {
  id: 'X09',
  title: 'fork1: who has which variables, and how often is a line written?',
  source: 'Advanced Programming in the UNIX Environment: figure 8.1, fork1.c',
  languages: ['en'],
  claims: [
    {
      claim:
        'The child changes its own variables: 7 and 89 there, and 6 and 88 in the parent as before.',
      check(run) {
        const [child = [], parent = []] = linesOf(
          run,
          false,
          'pid = (\\d+), glob = (\\d+), var = (\\d+)',
        );
        return all(
          equal(child.slice(1), ['7', '89']),
          equal(parent, [`${run.pid}`, '6', '88']),
          differ(child[0], parent[0]),
        );
      },
    },
    {
      claim: 'write() is not buffered: its line comes once, in a file too.',
      check: (run) => equal(count(run, 'a write to stdout'), [1, 1]),
    },
    {
      claim:
        'In C, "before fork" comes twice in a file: stdio had it in its buffer, of which the child got a copy. Not so here: console.log() writes to a file at once, and fork() writes what a stream still holds.',
      check: (run) => equal(count(run, 'before fork'), [1, 1]),
    },
    {
      claim:
        'But what a program keeps in its own memory is copied, and each writes it.',
      check: (run) => equal(count(run, 'kept in a variable .*fork'), [2, 2]),
    },
  ],
} satisfies Page;
