import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
} from './checks.js';

type Row = {
  ppid: string;
  pid: string;
  pgid: string;
  sid: string;
  tpgid: string;
};

/** PPID PID PGID SID TPGID of the three, after what stands above them. */
function rows(run: Run): { leader: Row; job: Row; daemon: Row } {
  find(run, { en: /^on the terminal$/, ja: /^端末のセッション$/ });
  find(run, { en: /^without one$/, ja: /^デーモンのセッション$/ });
  const found = findAll(run, /^ *(\d+) +(\d+) +(\d+) +(\d+) +(-?\d+) {2}[A-Z]/);
  const [leader, job, daemon, ...more] = found.map(
    ([ppid, pid, pgid, sid, tpgid]) => ({ ppid, pid, pgid, sid, tpgid }) as Row,
  );
  if (!leader || !job || !daemon || more.length > 0)
    throw new Error(`${found.length} rows`);
  return { leader, job, daemon };
}

export default {
  id: 'A36',
  title: 'What makes a daemon',
  source: '2章 プロセス管理 (基礎編): デーモン',
  languages: ['en', 'ja'],
  picture: 'groups',
  claims: [
    {
      claim:
        'It has no terminal, which it does not need: TPGID is -1. That of the others is the group in the foreground of theirs.',
      check(run) {
        const { leader, job, daemon } = rows(run);
        return equal(
          [leader.tpgid, job.tpgid, daemon.tpgid],
          [leader.pgid, job.pgid, '-1'],
        );
      },
    },
    {
      claim:
        'It has a session of its own, in which it is alone; a program that the shell starts is in the session of the shell.',
      check(run) {
        const { leader, job, daemon } = rows(run);
        return all(
          equal([leader.sid, job.sid], [leader.pid, leader.pid]),
          differ(daemon.sid, leader.sid),
        );
      },
    },
    {
      claim:
        'So it does not end with the session of the terminal, as others do.',
      check: (run) =>
        equal(
          [
            ...find(run, { en: /^the job: (.*)$/, ja: /^ジョブ: (.*)$/ }),
            ...find(run, { en: /^the daemon: (.*)$/, ja: /^デーモン: (.*)$/ }),
          ],
          run.language === 'ja' ? ['終了', '動作中'] : ['has ended', 'goes on'],
        ),
    },
    {
      claim:
        'Its parent is init, or another process that takes in orphans (W4): who made it need not wait for its end.',
      check(run) {
        const { leader, job, daemon } = rows(run);
        return all(
          equal([leader.ppid, job.ppid], [`${run.pid}`, leader.pid]),
          differ(daemon.ppid, leader.pid),
          differ(daemon.ppid, `${run.pid}`),
        );
      },
    },
  ],
} satisfies Page;
