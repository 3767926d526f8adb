import { equal, find, type Page, type Run } from './checks.js';

const code = (run: Run, call: string) =>
  Number(
    find(run, new RegExp(`^${call.replace(/[()]/g, '\\$&')}: (\\d+)$`))[0],
  );

export default {
  id: 'E08',
  title: 'A process has an exit code',
  source: 'なるほどUnixプロセス: プロセスには終了コードがある',
  languages: ['en'],
  claims: [
    {
      claim:
        'exit() without a number means 0: all went well. So does _exit(0).',
      check: (run) =>
        equal([code(run, 'exit()'), code(run, '_exit(0)')], [0, 0]),
    },
    {
      claim: 'Any other number up to 255 arrives as it is, and means an error.',
      check: (run) =>
        equal([code(run, 'exit(1)'), code(run, 'exit(255)')], [1, 255]),
    },
    {
      claim: 'There are 256 codes: 256 reads as 0 (W23).',
      check: (run) => equal(code(run, 'exit(256)'), 0),
    },
    {
      claim: 'A shell finds the code of a program in $?.',
      check: (run) => equal(find(run, /^\$\? is (\d+)$/), ['3']),
    },
  ],
} satisfies Page;
