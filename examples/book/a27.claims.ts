import { equal, findAll, type Page } from './checks.js';

export default {
  id: 'A27',
  title: 'Jobs of a shell: &, jobs, fg, Ctrl+z',
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, ジョブ管理',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'The shell goes on at once, and tells the number of the job and its pid.',
      check(run) {
        const found = findAll(run, /^\[(\d)\] \d+$/).flat();
        return equal(found, ['1', '2']);
      },
    },
    {
      claim: 'jobs lists what runs in the background; + marks the current job.',
      check: (run) =>
        equal(run.lines.slice(5, 7), [
          '[1]-  Running                 sleep infinity &',
          '[2]+  Running                 sleep infinity &',
        ]),
    },
    {
      claim: 'fg brings a job to the foreground, where Ctrl+z stops it.',
      check: (run) =>
        equal(run.lines.slice(7, 11), [
          '$ fg 1',
          'sleep infinity',
          '^Z',
          '[1]+  Stopped                 sleep infinity',
        ]),
    },
    {
      claim: 'Then it is the current job; the other runs on.',
      check: (run) =>
        equal(run.lines.slice(14, 16), [
          '[1]+  Stopped                 sleep infinity',
          '[2]-  Running                 sleep infinity &',
        ]),
    },
    {
      claim:
        'The signal is SIGTSTP, 20 (not SIGSTOP, as the source has it: W1): the status is 128 + 20.',
      check: (run) => equal(run.lines[12], '148'),
    },
  ],
} satisfies Page;
