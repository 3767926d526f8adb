import { equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'A26',
  title: 'A program that Ctrl+c does not end',
  source: '2章 プロセス管理 (基礎編): シグナル, intignore.py',
  languages: ['en'],
  claims: [
    {
      claim:
        'Each SIGINT (Ctrl+c; here kill() sends it, there is no terminal) is received by the handler and ends nothing.',
      check: (run) =>
        equal(
          run.lines.slice(0, 3),
          Array(3).fill('signal SIGINT (2) received.'),
        ),
    },
    {
      claim:
        'What Ctrl+z sends stops it all the same: SIGTSTP (not SIGSTOP, as the source has it: W1).',
      check: (run) =>
        equal(find(run, /^SIGTSTP: (.*)$/), ['stopped by SIGTSTP']),
    },
    {
      claim:
        'kill PID does not end it while it is stopped: SIGTERM has to wait.',
      check: (run) => equal(find(run, /^SIGTERM: state (.*)$/), ['T']),
    },
    {
      claim: 'It ends when it goes on.',
      check: (run) =>
        equal(find(run, /^SIGCONT: (.*)$/), ['killed by SIGTERM']),
    },
    {
      claim:
        "The book's own program ignores SIGINT in a busy loop: three SIGINTs later it is still at it.",
      check: (run) =>
        equal(find(run, /^SIGINT ignored: (.*)$/), ['nothing yet']),
    },
    {
      claim: 'SIGTERM, which it does not ignore, ends that one too.',
      check: (run) =>
        equal(findAll(run, /^SIGTERM: killed by (.*)$/), [['SIGTERM']]),
    },
  ],
} satisfies Page;
