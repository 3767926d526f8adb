import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
} from './checks.js';

/** PPID PID PGID SID TPGID STAT of the processes of one name. */
const rows = (run: Run, name: string) =>
  findAll(
    run,
    new RegExp(`^ +(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\S+) +${name}$`),
  );

const shellPid = (run: Run) => find(run, /^(\d+)$/)[0];

/** The shell's own row. */
function shellRow(run: Run): string[] {
  const [pid] = find(run, /^(\d+)$/);
  return rows(run, '\\S+').find((row) => row[1] === pid) ?? [];
}

export default {
  id: 'A29',
  title: 'A session, as ps ajx shows it',
  source: '2章 プロセス管理 (基礎編): セッションとプロセスグループ, セッション',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'The shell leads the session: its PID, its PGID and the SID are one number; s in STAT.',
      check(run) {
        const [, pid, pgid, sid, , stat] = shellRow(run);
        const own = shellPid(run);
        return all(equal([pid, pgid, sid], [own, own, own]), equal(stat, 'Ss'));
      },
    },
    {
      claim: 'All that it starts is in the same session, and its child.',
      check(run) {
        const others = [...rows(run, 'sleep'), ...rows(run, 'cat')];
        const own = shellPid(run);
        return equal(
          others.map(([ppid, , , sid]) => [ppid, sid]),
          Array(3).fill([own, own]),
        );
      },
    },
    {
      claim: 'A job in the background is a process group of its own.',
      check(run) {
        const [[, pid, pgid, , , stat] = []] = rows(run, 'sleep');
        return all(equal(pgid, pid), equal(stat, 'S'), differ(pid, undefined));
      },
    },
    {
      claim:
        'A pipeline is one group, and this one is in the foreground: TPGID is its PGID; + in STAT.',
      check(run) {
        const [first = [], second = []] = rows(run, 'cat');
        const pgid = first[1]; // the first process leads it
        return all(
          equal(
            [first[2], second[2], first[4], second[4]],
            [pgid, pgid, pgid, pgid],
          ),
          equal([first[5], second[5]], ['S+', 'S+']),
          equal(shellRow(run)[4], pgid),
          differ(second[1], pgid),
        );
      },
    },
  ],
} satisfies Page;
