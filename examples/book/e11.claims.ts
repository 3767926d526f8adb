import { differ, equal, find, type Page } from './checks.js';

export default {
  id: 'E11',
  title: 'Who runs which branch: the pids',
  source:
    'なるほどUnixプロセス: プロセスは子プロセスを作れる, Pidがどうなっているか調べてみる',
  languages: ['en'],
  claims: [
    {
      claim: 'The parent runs the if block: it has the pid from before fork().',
      check: (run) =>
        equal(
          [
            ...find(run, /^parent process pid: (\d+)$/),
            ...find(run, /^Here in the if block. pid: (\d+)$/),
          ].map(Number),
          [run.pid, run.pid],
        ),
    },
    {
      claim: 'The child runs the else block: it has another pid.',
      check: (run) =>
        differ(
          Number(find(run, /^Here in the else block. pid: (\d+)$/)[0]),
          run.pid,
        ),
    },
    {
      claim: 'The line from before fork() is printed once: three lines in all.',
      check: (run) => equal(run.lines.length, 3),
    },
  ],
} satisfies Page;
