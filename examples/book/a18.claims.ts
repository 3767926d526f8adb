import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'A18',
  title: 'The idle process, which nobody sees',
  source: '2章 プロセス管理 (基礎編): プロセスの状態',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'It is inside of the kernel: /proc shows no process 0.',
      check(run) {
        find(run, {
          en: /^\/proc\/0: no process$/,
          ja: /^\/proc\/0: プロセスはない$/,
        });
        return true;
      },
    },
    {
      claim: 'Only as the parent of the first process there is a trace of it.',
      check(run) {
        const [parent] = find(run, {
          en: /^the parent of 1: (\d+|\?)$/,
          ja: /^1の親プロセス: (\d+|\?)$/,
        });
        if (parent === '?') return { unknown: '1 is not to be seen' };
        return equal(parent, '0');
      },
    },
    {
      claim:
        'It runs when nobody else can, one on each logical CPU. How long it did, is counted in /proc/stat.',
      check(run) {
        const pattern = {
          en: /^cpu\d+: idle for (\d+) of (\d+) seconds$/,
          ja: /^cpu\d+: (\d+)秒のうちアイドル状態は(\d+)秒$/,
        };
        const times = findAll(run, pattern).map((row) =>
          run.language === 'ja' ? row.reverse().map(Number) : row.map(Number),
        ) as [idle: number, all: number][];
        if (times.length === 0) return 'there is no CPU';
        if (times.every(([, sum]) => sum === 0))
          return { unknown: '/proc/stat counts nothing here' };
        const wrong = times.filter(([idle, sum]) => idle > sum);
        return all(
          equal(wrong, []),
          times.some(([idle]) => idle > 0) || 'no CPU was ever idle',
        );
      },
    },
    {
      claim:
        "So the number can mean something else: to fork(), 'you are the child', to kill(), all of the process group.",
      check: (run) =>
        equal(
          [find(run, /^fork\(\): (\d+)$/), find(run, /^kill\(0, 0\): (.+)$/)],
          [['0'], ['no error']],
        ),
    },
  ],
} satisfies Page;
