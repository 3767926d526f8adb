import { equal, findAll, type Page, type Run } from './checks.js';

const seen = (run: Run, end: RegExp) =>
  findAll(run, /^(.*): (\w+), then (\d+) bytes$/)
    .filter(([how = '']) => end.test(how))
    .map(([, ...rest]) => rest);

export default {
  id: 'C06',
  title: 'However a process ends, the kernel closes its descriptors',
  source: 'プロセス制御: exit関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'After a normal end, by exit() and by _exit(): the other end of the pipe reads 0 bytes, the end of file.',
      check: (run) =>
        equal(seen(run, /^exited with [03]$/), [
          ['open', '0'],
          ['open', '0'],
        ]),
    },
    {
      claim: 'After abort().',
      check: (run) => equal(seen(run, /^killed by SIGABRT$/), [['open', '0']]),
    },
    {
      claim:
        'After SIGKILL, though the process could do nothing about it any more.',
      check: (run) => equal(seen(run, /^killed by SIGKILL$/), [['open', '0']]),
    },
  ],
} satisfies Page;
