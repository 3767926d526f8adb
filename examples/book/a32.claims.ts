import { equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'A32',
  title: "disown: no longer one of the shell's jobs",
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, disown',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim: 'disown takes it out of the list of jobs.',
      check: (run) =>
        equal(findAll(run, /^\[(\d)\]. {2}Running +sleep infinity &$/), [
          ['2'],
        ]),
    },
    {
      claim:
        'When the shell goes, the other job is sent SIGHUP, and this one is not: it lives, in the background.',
      check: (run) =>
        equal(
          [
            ...find(run, /^the other: (.*)$/),
            ...find(run, /^disowned: state (.*)$/),
          ],
          ['killed by SIGHUP', 'S'],
        ),
    },
    {
      claim:
        'It was a child of the shell all the time; now whoever takes in orphans is its parent (here: this program).',
      check: (run) =>
        equal(findAll(run, /^parent: (.*)$/), [['the shell'], [`${run.pid}`]]),
    },
  ],
} satisfies Page;
