import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
} from './checks.js';

/** PPID PID PGID SID TPGID STAT of all processes. */
const rows = (run: Run) =>
  findAll(run, /^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\S+) +\S+$/);

const cat = (run: Run) =>
  find(run, /^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\S+) +cat$/);

export default {
  id: 'A35',
  title: 'The foreground process group: + in STAT',
  source:
    '2章 プロセス管理 (基礎編): セッションとプロセスグループ, プロセスグループ',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        '+ marks the processes of the foreground group, whose number is TPGID.',
      check(run) {
        const [, , pgid, , tpgid, stat] = cat(run);
        return all(equal(tpgid, pgid), equal(stat, 'S+'));
      },
    },
    {
      claim: 'The shell meanwhile is in the background.',
      check(run) {
        const shell = rows(run).find(([, pid, , sid]) => pid === sid) ?? [];
        return all(differ(shell[2], shell[4]), equal(shell[5], 'Ss'));
      },
    },
    {
      claim: 'The group has the number of its leader, though that has ended.',
      check(run) {
        const [, , pgid] = cat(run);
        const pids = rows(run).map(([, pid]) => pid);
        return all(
          equal(pids.length, 2),
          equal(pids.includes(pgid as string), false),
        );
      },
    },
  ],
} satisfies Page;
