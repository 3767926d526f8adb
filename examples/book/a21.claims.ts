import { equal, find, type Page } from './checks.js';

export default {
  id: 'A21',
  title: 'What the false command returns',
  source: '2章 プロセス管理 (基礎編): プロセスの終了, wait-ret.sh',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'false has nothing to say but its exit status, and that is 1.',
      check: (run) =>
        equal(
          find(run, {
            en: /^the false command has ended: (\d+)$/,
            ja: /^false コマンドが終了しました: (\d+)$/,
          }),
          ['1'],
        ),
    },
  ],
} satisfies Page;
