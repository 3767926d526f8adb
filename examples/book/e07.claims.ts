import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'E07',
  title: 'A process has an environment',
  source: 'なるほどUnixプロセス: プロセスには環境がある',
  languages: ['en'],
  claims: [
    {
      claim:
        'Every process inherits the environment of its parent, whether it is a copy of it or another program.',
      check: (run) =>
        all(
          equal(find(run, /^fork\(\): (\w+)$/), ['TEST']),
          equal(findAll(run, /^sh: (\w+)$/)[0], ['TEST']),
        ),
    },
    {
      claim:
        'From then on it is its own: what a child changes, it changes there.',
      check: (run) =>
        all(
          equal(findAll(run, /^sh: (\w+)$/)[1], ['changed']),
          equal(findAll(run, /^parent: (\w+)$/).flat(), ['TEST', 'TEST']),
        ),
    },
    {
      claim: 'execve() gives the program another one, or one with a change.',
      check: (run) => equal(find(run, /^execve\(\): (\w+)$/), ['another']),
    },
    {
      claim: 'Or none at all.',
      check: (run) => equal(find(run, /^empty: (\w+)$/), ['none']),
    },
  ],
} satisfies Page;
