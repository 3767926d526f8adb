import { equal, find, findAll, type Page } from './checks.js';

const flushed = {
  en: /^(.+): text of the buffer$/,
  ja: /^(.+): バッファの内容$/,
  ko: /^(.+): 버퍼의 내용$/,
};

export default {
  id: 'B11',
  title: 'exit() and _exit(): what becomes of buffered text',
  source:
    '第3章 プロセス管理: _exit(), exit() · Chapter 3. 프로세스 관리: 종료 처리',
  languages: ['en', 'ja', 'ko'],
  claims: [
    {
      claim:
        'exit() runs the functions that were registered for it: buffered text is written. The end of the script does the same.',
      check: (run) =>
        equal(findAll(run, flushed).flat().slice(0, 2), [
          'return',
          'process.exit()',
        ]),
    },
    {
      claim:
        '_exit() is the system call alone: nothing is run, and what was buffered is lost.',
      check(run) {
        find(run, /^_exit\(0\): exited with 0$/);
        return equal(findAll(run, flushed).length, 2);
      },
    },
    {
      claim: 'To the parent they are all the same: exited, with 0.',
      check: (run) =>
        equal(
          findAll(run, /^(.+): exited with (\d+)$/).map(([, code]) => code),
          ['0', '0', '0'],
        ),
    },
  ],
} satisfies Page;
