import { all, equal, findAll, type Page } from './checks.js';

export default {
  id: 'A26',
  title: 'A program that Ctrl+c does not end',
  source: '2章 プロセス管理 (基礎編): シグナル, intignore.py',
  languages: ['en'],
  claims: [
    {
      claim:
        'Each Ctrl+c on its terminal is a SIGINT, which the handler receives, and which ends nothing.',
      check: (run) =>
        equal(run.lines.slice(0, 4), [
          'with a handler',
          ...Array(3).fill('^Csignal SIGINT (2) received.'),
        ]),
    },
    {
      claim:
        'Ctrl+z stops it all the same, by SIGTSTP (not SIGSTOP, as the source has it: W1).',
      check: (run) =>
        equal(findAll(run, /^Ctrl\+z: (.*)$/)[0], ['stopped by SIGTSTP']),
    },
    {
      claim:
        'kill PID does not end it while it is stopped: SIGTERM has to wait.',
      check: (run) =>
        equal(findAll(run, /^SIGTERM: state (.*)$/), [['T'], ['T']]),
    },
    {
      claim: 'It ends when it goes on.',
      check: (run) =>
        equal(findAll(run, /^SIGCONT: (.*)$/)[0], ['killed by SIGTERM']),
    },
    {
      claim:
        "The book's own program ignores SIGINT in a busy loop: three times Ctrl+c, and it is still there to be stopped by Ctrl+z.",
      check: (run) =>
        all(
          equal(findAll(run, /^((?:\^C)+)\^Z$/), [['^C^C^C']]),
          equal(findAll(run, /^Ctrl\+z: (.*)$/)[1], ['stopped by SIGTSTP']),
        ),
    },
    {
      claim: 'SIGTERM, which it does not ignore, ends that one too.',
      check: (run) =>
        equal(findAll(run, /^SIGCONT: (.*)$/)[1], ['killed by SIGTERM']),
    },
  ],
} satisfies Page;
