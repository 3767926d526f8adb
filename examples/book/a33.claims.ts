import { all, differ, equal, find, findAll, type Page } from './checks.js';

const groups = {
  en: /^process group (\d+): (\d+) → (\d+), (\d+) → (\d+)$/,
  ja: /^プロセスグループ (\d+): (\d+) → (\d+), (\d+) → (\d+)$/,
};
const untouched = { en: /^untouched: (\d+) S$/, ja: /^影響なし: (\d+) S$/ };

export default {
  id: 'A33',
  title: 'A process group: one signal for several processes',
  source:
    '2章 プロセス管理 (基礎編): セッションとプロセスグループ, プロセスグループ',
  languages: ['en', 'ja'],
  picture: 'groups',
  claims: [
    {
      claim:
        'Each job is a group of its own: both of its processes have the PGID of its leader.',
      check(run) {
        const found = findAll(run, groups);
        const right = found.map(([pgid, a, ofA, b, ofB]) =>
          all(equal([a, ofA, ofB], [pgid, pgid, pgid]), differ(a, b)),
        );
        return all(equal(found.length, 2), ...right);
      },
    },
    {
      claim: 'killpg() reaches all processes of the group.',
      check(run) {
        const [, a, , b] = findAll(run, groups)[0] ?? [];
        return equal(findAll(run, /^killpg: (\d+) killed by (\w+)$/), [
          [a, 'SIGTERM'],
          [b, 'SIGTERM'],
        ]);
      },
    },
    {
      claim: 'It reaches nobody else: the other job sleeps on.',
      check(run) {
        const [, a, , b] = findAll(run, groups)[1] ?? [];
        return equal(findAll(run, untouched), [[a], [b]]);
      },
    },
    {
      claim:
        'kill() with the number as it is (kill 100, in the source) reaches the one process of that pid (W2).',
      check: (run) =>
        equal(findAll(run, /^kill\(PGID\): \d+ (.*)$/), [
          ['killed by SIGTERM'],
          ['S'],
        ]),
    },
    {
      claim:
        'It takes the number with a minus sign to reach the group, even when its leader has ended.',
      check(run) {
        const member = findAll(run, groups)[1]?.[3];
        return equal(find(run, /^kill\(-PGID\): (\d+) killed by (\w+)$/), [
          member,
          'SIGTERM',
        ]);
      },
    },
  ],
} satisfies Page;
