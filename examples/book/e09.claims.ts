import { equal, type Page } from './checks.js';

export default {
  id: 'E09',
  title: 'Both branches of one if',
  source: 'なるほどUnixプロセス: プロセスは子プロセスを作れる, fork.py',
  languages: ['en'],
  claims: [
    {
      claim:
        'Both branches run, once each: fork() returns a pid, which is true, in the parent and 0, which is false, in the child.',
      check: (run) =>
        // In either order: nothing says which process comes first.
        equal([...run.lines].sort(), [
          'Here in the else block',
          'Here in the if block',
        ]),
    },
  ],
} satisfies Page;
