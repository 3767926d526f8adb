import { equal, find, type Page } from './checks.js';

const program = {
  en: /^(pause|sleep): (EXEC|DYN), entry point ([0-9a-f]+)$/,
  ja: /^(pause|sleep): (EXEC|DYN), エントリポイント ([0-9a-f]+)$/,
};
const process = {
  en: /^(\d+): began at ([0-9a-f]+), state (\w)$/,
  ja: /^(\d+): 開始アドレス ([0-9a-f]+), 状態 (\w)$/,
};

export default {
  id: 'A07',
  title: 'pause.c, compiled with -no-pie',
  source: '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'With -no-pie, the compiler makes a program of type EXEC.',
      check(run) {
        const [name, type] = find(run, program);
        if (name !== 'pause') return { unknown: 'there is no cc here' };
        return equal(type, 'EXEC');
      },
    },
    {
      claim: 'Such a program begins at the address that its file says.',
      check(run) {
        const [, type, entry] = find(run, program);
        const [, begun] = find(run, process);
        if (type !== 'EXEC') return { unknown: 'this one is of type DYN' };
        return equal(begun, entry);
      },
    },
    {
      claim: 'It calls pause(), which waits for a signal: here for SIGTERM.',
      check(run) {
        const [pid, , state] = find(run, process);
        const [ended, by] = find(run, /^waitpid\((\d+)\): killed by (\w+)$/);
        return equal([state, ended, by], ['S', pid, 'SIGTERM']);
      },
    },
  ],
} satisfies Page;
