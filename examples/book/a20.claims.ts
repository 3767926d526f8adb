import { equal, find, type Page } from './checks.js';

export default {
  id: 'A20',
  title: 'What a parent learns of the end of a child',
  source: '2章 プロセス管理 (基礎編): プロセスの終了',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'waitpid() gives the return value of a child that has exited.',
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
      claim: 'waitpid() gives the signal that ended a child.',
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
        'The kernel tells how much CPU time a child took, once it has been waited for: at least 0.2 s here (not wait() and waitpid() themselves, as the source has it: W5).',
      check(run) {
        const [seconds] = find(run, {
          en: /^CPU time: ([\d.]+) s$/,
          ja: /^終了までに使ったCPU時間: ([\d.]+)秒$/,
        });
        // The kernel rounds user and system time down to 0.01 s each.
        return Number(seconds) >= 0.18 || `${seconds} s`;
      },
    },
  ],
} satisfies Page;
