import { equal, findAll, type Page } from './checks.js';

const started = {
  en: /^started the echo command$/,
  ja: /^echo コマンドを生成しました$/,
};
const words = {
  en: /^I was started by fork\(\) and execve\(\)$/,
  ja: /^fork\(\)とexecve\(\)によって生成されました$/,
};

export default {
  id: 'X01',
  title: 'What posix_spawn() does, by fork() and execve()',
  source: '2章 プロセス管理 (基礎編): spawn-by-fork-and-exec.py',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'The parent goes on after fork(), and only the parent.',
      check: (run) => equal(findAll(run, started).length, 1),
    },
    {
      claim:
        'The child becomes echo: two lines, in either order, as of posix_spawn() in A04.',
      check: (run) =>
        equal([findAll(run, words).length, run.lines.length], [1, 2]),
    },
  ],
} satisfies Page;
