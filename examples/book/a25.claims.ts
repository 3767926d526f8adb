import { all, equal, find, findAll, type Page } from './checks.js';

const started = {
  en: /^child (\d+) will exit with (\d)$/,
  ja: /^子プロセス (\d+) は (\d) を返す$/,
};
const reaped = {
  en: /^SIGCHLD handler: child (\d+) exited with (\d)$/,
  ja: /^SIGCHLDハンドラ: 子プロセス (\d+) の戻り値は (\d)$/,
};

export default {
  id: 'A25',
  title: 'Waiting for children in a SIGCHLD handler',
  source: '2章 プロセス管理 (基礎編): シグナル, シグナルハンドラ',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'The handler, registered in advance, waits for each of the three children, once.',
      check: (run) =>
        all(
          equal(findAll(run, started).length, 3),
          equal(findAll(run, reaped).sort(), findAll(run, started).sort()),
        ),
    },
    {
      claim:
        'It is called at least once and at most once for each child: it has to look for more than one.',
      check(run) {
        const calls = Number(
          find(run, { en: /^calls: (\d+)$/, ja: /^呼び出し: (\d+)回$/ })[0],
        );
        return (calls >= 1 && calls <= 3) || `${calls} calls`;
      },
    },
    {
      claim: 'No child is left then, and no zombie.',
      check: (run) => equal(find(run, /^waitpid\(-1\): (\w+)$/), ['ECHILD']),
    },
  ],
} satisfies Page;
