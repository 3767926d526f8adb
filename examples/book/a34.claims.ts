import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'A34',
  title: 'Foreground and background: who may use the terminal',
  source:
    '2章 プロセス管理 (基礎編): セッションとプロセスグループ, プロセスグループ',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'Whoever reads from the terminal in the background is stopped: by SIGTTIN.',
      check: (run) =>
        equal(findAll(run, /^read: (.*)$/)[0], ['stopped by SIGTTIN']),
    },
    {
      claim:
        'It goes on once it has been brought to the foreground, of which there is one in a session.',
      check: (run) =>
        all(
          equal(findAll(run, /^in the foreground: (.*)$/), [
            ['the shell'],
            ['exited with 0'],
          ]),
          equal(find(run, /^it reads (.*)$/), ['a line']),
        ),
    },
    {
      claim: 'Writing is allowed (W3)…',
      check: (run) =>
        all(
          equal(find(run, /^write: (.*)$/), ['exited with 0']),
          equal(findAll(run, /^(it writes)$/), [['it writes']]),
        ),
    },
    {
      claim: '…unless the terminal has TOSTOP set: SIGTTOU.',
      check: (run) =>
        equal(find(run, /^write with TOSTOP: (.*)$/), ['stopped by SIGTTOU']),
    },
    {
      claim: 'SIGTTOU stops those, too, that change its modes.',
      check: (run) =>
        equal(find(run, /^tcsetattr: (.*)$/), ['stopped by SIGTTOU']),
    },
    {
      claim: 'Who ignores SIGTTIN is not stopped: read() fails with EIO.',
      check: (run) =>
        all(
          equal(findAll(run, /^read: (.*)$/)[1], ['EIO']),
          equal(find(run, /^read, SIGTTIN ignored: (.*)$/), ['exited with 0']),
        ),
    },
  ],
} satisfies Page;
