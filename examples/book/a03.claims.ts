import { realpathSync } from 'node:fs';
import { all, differ, equal, find, findAll, type Page } from './checks.js';

const looks = {
  en: /^(?:before|after) execve\(\): pid (\d+), (.+), argv\[0\] (.+)$/,
  ja: /^execve\(\)の[前後]: pid (\d+), (.+), argv\[0\] (.+)$/,
};
const mappings = {
  en: /^ {2}mappings of node: (\d+), of .+: (\d+)$/,
  ja: /^ {2}メモリマップ node: (\d+), .+: (\d+)$/,
};

export default {
  id: 'A03',
  title: 'execve() replaces the program, not the process',
  source:
    '2章 プロセス管理 (基礎編): 別のプログラムを起動するexecve()関数, 1から4まで',
  languages: ['en', 'ja'],
  picture: 'memory',
  claims: [
    {
      claim: 'The process stays the same: its pid does not change.',
      check(run) {
        const [before, ...after] = findAll(run, looks).map(([pid]) => pid);
        return all(equal(after, [before]), differ(Number(before), run.pid));
      },
    },
    {
      claim: 'The program is another: node before, sleep after.',
      check: (run) =>
        equal(
          findAll(run, looks).map(([, program]) => program),
          [process.execPath, '/bin/sleep'].map((file) => realpathSync(file)),
        ),
    },
    {
      claim:
        'The memory is overwritten: of what was mapped from node nothing is left, and sleep is mapped instead.',
      check(run) {
        const [before, after] = findAll(run, mappings).map((row) =>
          row.map((count) => Number(count) > 0),
        );
        return equal(
          [before, after],
          [
            [true, true],
            [false, true],
          ],
        );
      },
    },
    {
      claim:
        'The new program begins at its own entry point, with its own argv.',
      check: (run) => equal(findAll(run, looks)[1]?.[2], 'sleep'),
    },
    {
      claim: 'What follows execve() in the old program never runs.',
      check(run) {
        find(run, /execve\(\).*argv\[0\] sleep$/);
        return equal(run.lines.length, 4);
      },
    },
  ],
} satisfies Page;
