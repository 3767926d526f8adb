import { all, equal, find, type Page } from './checks.js';

export default {
  id: 'A28',
  title: "The session's terminal: tty",
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, セッション',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim: 'tty prints the name of the terminal: /dev/pts/N (not pty/N: W7).',
      check: (run) =>
        /^\/dev\/pts\/\d+$/.test(run.lines[0] ?? '') || `${run.lines[0]}`,
    },
    {
      claim:
        'When its standard input is something else, it says so, by its exit status too.',
      check: (run) =>
        equal(run.lines.slice(1, 3), ['not a tty', 'exit status 1']),
    },
    {
      claim: 'It is ttyname() that knows the name.',
      check: (run) =>
        equal(
          find(run, /^ttyname\(0\): (.*)$/),
          find(run, /^the terminal: (.*)$/),
        ),
    },
    {
      claim: 'Of something else it fails: ENOTTY.',
      check: (run) =>
        all(
          equal(find(run, /^isatty\(0\) here: (.*)$/), ['false']),
          equal(find(run, /^ttyname\(0\) here: (.*)$/), ['ENOTTY']),
        ),
    },
  ],
} satisfies Page;
