import { all, equal, find, type Page } from './checks.js';

export default {
  id: 'A04',
  title: 'posix_spawn(): a child with another program, in one call',
  source:
    '2章 プロセス管理 (基礎編): 別のプログラムを子プロセスとして起動するposix_spawn()関数',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'One call starts the child and its program: both print a line, in either order.',
      check(run) {
        const lines = {
          en: ['started the echo command', 'I was started by posix_spawn()'],
          ja: [
            'echo コマンドを生成しました',
            'posix_spawn()によって生成されました',
          ],
          ko: [],
        }[run.language];
        const found = run.lines.slice(0, -1);
        return equal([...found].sort(), [...lines].sort());
      },
    },
    {
      claim:
        'A program that cannot be started is an error of the call, as of any other: there is no child to ask.',
      check: (run) =>
        all(
          equal(find(run, /^posix_spawn\('\/no.*: (\w+)$/), ['ENOENT']),
          equal(run.lines.length, 3),
        ),
    },
  ],
} satisfies Page;
