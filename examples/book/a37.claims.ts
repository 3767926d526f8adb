import { all, differ, equal, find, type Page, type Run } from './checks.js';

const cells = '^ *(-?\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\S+) +(-?\\d+) +(\\w) ';

/** PPID PID PGID SID TTY TPGID STAT of one of the three. */
const row = (run: Run, en: string, ja: string) =>
  find(run, {
    en: new RegExp(`${cells}${en}$`),
    ja: new RegExp(`${cells}${ja}$`),
  });
const program = (run: Run) => row(run, 'the program', '起動したプログラム');
const leader = (run: Run) => row(run, 'after setsid\\(\\)', 'setsid\\(\\)の後');
const daemon = (run: Run) => row(run, 'the daemon', 'デーモン');

export default {
  id: 'A37',
  title: 'A daemon, as ps shows it',
  source: '2章 プロセス管理 (基礎編): デーモン',
  languages: ['en', 'ja'],
  picture: 'groups',
  claims: [
    {
      claim:
        'Its parent is init, or another process that takes in orphans (W4): not the one that made it.',
      check(run) {
        const [ppid] = daemon(run);
        return all(differ(Number(ppid), run.pid), differ(ppid, leader(run)[1]));
      },
    },
    {
      claim:
        'After setsid() the process leads a session and a process group of its own: SID, PGID and PID are one.',
      check(run) {
        const [, pid, pgid, sid] = leader(run);
        return equal([pgid, sid], [pid, pid]);
      },
    },
    {
      claim: 'It is not the session of the program that started it.',
      check: (run) => differ(leader(run)[3], program(run)[3]),
    },
    {
      claim:
        'After the second fork() the daemon is a member of that session, not its leader: SID = PGID, which is not its PID (the source shows a daemon that forked once: W9).',
      check(run) {
        const [, pid, pgid, sid] = daemon(run);
        const [, first] = leader(run);
        return all(equal([pgid, sid], [first, first]), differ(pid, first));
      },
    },
    {
      claim: 'It has no terminal: TTY is ? and TPGID is -1.',
      check: (run) => equal(daemon(run).slice(4, 6), ['?', '-1']),
    },
    {
      claim: 'A signal ends it, as any process.',
      check(run) {
        find(run, { en: /^ended by SIGTERM$/, ja: /^SIGTERMで終了$/ });
        return true;
      },
    },
  ],
} satisfies Page;
