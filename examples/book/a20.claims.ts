import { equal, find, type Page } from './checks.js';

export default {
  id: 'A20',
  title: 'What a parent learns of the end of a child',
  source: '2章 プロセス管理 (基礎編): プロセスの終了',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'The parent learns the return value of a child that has exited.',
      check: (run) =>
        equal(
          find(run, {
            en: /^return value: (\d+)$/,
            ja: /^プロセスの戻り値: (\d+)$/,
          }),
          ['3'],
        ),
    },
    {
      claim: 'It learns the signal that ended a child.',
      check: (run) =>
        equal(
          find(run, {
            en: /^signal: (\w+) \((\d+)\)$/,
            ja: /^シグナル: (\w+) \((\d+)\)$/,
          }),
          ['SIGTERM', '15'],
        ),
    },
    {
      claim:
        'wait4() tells how much CPU time a child took: at least 0.2 s here (wait() and waitpid(), which the source names, do not: W5).',
      check(run) {
        const [seconds] = find(run, {
          en: /^CPU time: ([\d.]+) s$/,
          ja: /^終了までに使ったCPU時間: ([\d.]+)秒$/,
        });
        return Number(seconds) >= 0.19 || `${seconds} s`;
      },
    },
  ],
} satisfies Page;
