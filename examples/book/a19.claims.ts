import { equal, find, findAll, type Page, type Run } from './checks.js';

const counts = {
  en: /^(\S+)\(\d\): threads (\d+), memory (\d+) kB → threads (\d+), memory (\d+) kB$/,
  ja: /^(\S+)\(\d\): スレッド (\d+), メモリ (\d+) kB → スレッド (\d+), メモリ (\d+) kB$/,
};

/** One line for _exit(), one for process.exit(), with its four numbers. */
function both(run: Run): number[][] {
  const found = findAll(run, counts);
  const names = found.map(([name]) => name).join(' ');
  if (names !== '_exit process.exit') throw new Error(`lines of ${names}`);
  return found.map(([, ...numbers]) => numbers.map(Number));
}

export default {
  id: 'A19',
  title: 'exit_group(): the end of a process, with all its threads',
  source: '2章 プロセス管理 (基礎編): プロセスの終了',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'One call ends every thread of the process: that is what exit_group() adds to exit(). Only the zombie remains to be counted.',
      check: (run) =>
        equal(
          both(run).map(([before, , after]) => [Number(before) > 1, after]),
          [
            [true, 1],
            [true, 1],
          ],
        ),
    },
    {
      claim: 'The kernel takes the memory back then, before anybody waits.',
      check: (run) =>
        equal(
          both(run).map(([, before, , after]) => [
            Number(before) > 1000,
            after,
          ]),
          [
            [true, 0],
            [true, 0],
          ],
        ),
    },
    {
      claim: 'The argument arrives at the parent: 3 by _exit().',
      check: (run) => equal(findAll(run, /^waitpid\(\): (\d+)$/)[0], ['3']),
    },
    {
      claim:
        'process.exit() ends in the same call, after the exit listeners: 4.',
      check(run) {
        find(run, /^waitpid\(\): 4$/);
        return equal(findAll(run, /^waitpid\(\): (\d+)$/)[1], ['4']);
      },
    },
  ],
} satisfies Page;
