import { equal, findAll, type Page, type Run } from './checks.js';

const values = (run: Run, how: string) =>
  findAll(run, new RegExp(`^${how}: (\\d+) `)).flat();

export default {
  id: 'X02',
  title: 'Memory that is shared, and memory that is not',
  source:
    '試して理解Linuxのしくみ: プロセス間通信, non-shared-memory.py, shared-memory.py',
  languages: ['en'],
  claims: [
    {
      claim:
        'What the child does with its copy, the parent does not see: 2000 there, 1000 here.',
      check: (run) => equal(values(run, 'private'), ['1000', '2000', '1000']),
    },
    {
      claim: 'In shared memory the parent finds what the child has written.',
      check: (run) => equal(values(run, 'shared'), ['1000', '2000', '2000']),
    },
  ],
} satisfies Page;
