import { equal, find, type Page } from './checks.js';

export default {
  id: 'A30',
  title: 'The terminal hangs up',
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, セッション',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim: "The session's leader, the shell, gets SIGHUP, and ends.",
      check: (run) =>
        equal(find(run, /^the shell: (.*)$/), ['killed by SIGHUP']),
    },
    {
      claim: 'It sends it on to its jobs, and they end, too.',
      check: (run) =>
        equal(find(run, /^the running job: (.*)$/), ['killed by SIGHUP']),
    },
    {
      claim:
        'One that is stopped gets SIGCONT as well, or it would not act on it.',
      check: (run) =>
        equal(find(run, /^the stopped job: (.*)$/), ['killed by SIGHUP']),
    },
  ],
} satisfies Page;
