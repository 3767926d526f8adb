import { equal, find, type Page } from './checks.js';

export default {
  id: 'E03',
  title: 'A process has a parent',
  source: 'なるほどUnixプロセス: プロセスには親がいる',
  languages: ['en'],
  claims: [
    {
      claim:
        'The parent is mostly the process that started it: for this program, posix-proc book; in a terminal, the shell.',
      check: (run) =>
        equal(find(run, /^I am (\d+), my parent is (\d+)$/).map(Number), [
          run.pid,
          process.pid,
        ]),
    },
    {
      claim: 'The parent of a forked child is the process that called fork().',
      check: (run) =>
        equal(Number(find(run, /^child: my parent is (\d+)$/)[0]), run.pid),
    },
    {
      claim:
        'Another program sees it too: a shell started by this program has its pid in $PPID.',
      check: (run) =>
        equal(Number(find(run, /^sh: my parent is (\d+)$/)[0]), run.pid),
    },
  ],
} satisfies Page;
