import { all, equal, findAll, type Page } from './checks.js';

export default {
  id: 'A31',
  title: 'nohup: a program that outlives its terminal',
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, nohup',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'nohup ignores SIGHUP and executes the program, which ignores it from then on.',
      check(run) {
        const pids = findAll(run, /^\[\d\] (\d+)$/).flat();
        return equal(findAll(run, /^(\d+) ignores SIGHUP: (\w+)$/), [
          [pids[0], 'false'],
          [pids[1], 'true'],
        ]);
      },
    },
    {
      claim:
        'When the terminal hangs up, it goes on; a program without nohup ends.',
      check: (run) =>
        all(
          equal(findAll(run, /^sleep: (.*)$/), [['killed by SIGHUP']]),
          equal(findAll(run, /^nohup sleep: state (.*)$/), [['S']]),
        ),
    },
    {
      claim: 'Other signals end it as ever.',
      check: (run) =>
        equal(findAll(run, /^nohup sleep: (k.*)$/), [['killed by SIGTERM']]),
    },
  ],
} satisfies Page;
