import { all, equal, find, type Page, type Run } from './checks.js';

const faults = (run: Run, what: string) =>
  Number(find(run, new RegExp(`^child ${what}: (\\d+) page faults`))[0]);

const few = (count: number) => count < 1000 || `${count} page faults`;

export default {
  id: 'C02',
  title: 'Pages are shared until somebody writes',
  source: 'プロセス制御: fork関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'To read what it has in common with its parent, a child needs no copy.',
      check: (run) =>
        all(
          few(faults(run, 'reads')),
          equal(find(run, /^child reads: .*, sum (\d+)$/), ['5000']),
        ),
    },
    {
      claim: 'Each page that it writes to is copied, by a page fault.',
      check(run) {
        const pages = Number(find(run, /^(\d+) pages$/)[0]);
        const count = faults(run, 'writes');
        return (
          (count >= pages && count < pages * 2) || `${count} for ${pages} pages`
        );
      },
    },
    {
      claim: 'But once only: then it is its own.',
      check: (run) => few(faults(run, 'writes again')),
    },
    {
      claim: 'The parent still reads what it has written itself.',
      check: (run) => equal(find(run, /^parent: sum (\d+)$/), ['5000']),
    },
  ],
} satisfies Page;
