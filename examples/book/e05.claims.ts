import { equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'E05',
  title: 'Why the first descriptor is 3',
  source: 'なるほどUnixプロセス: なぜ3からなのか？',
  languages: ['en'],
  claims: [
    {
      claim:
        'Every process comes with three: 0 is standard input, 1 standard output, 2 standard error.',
      check: (run) =>
        equal(find(run, /^stdin (\d+), stdout (\d+), stderr (\d+)$/), [
          ...['0', '1', '2'],
        ]),
    },
    {
      claim:
        'So the first that a program opens is 3, such as the folder of ls.',
      check: (run) =>
        equal(findAll(run, /^(\d+)$/).flat(), ['0', '1', '2', '3']),
    },
    {
      claim:
        'Not in a Node program: by then Node has opened some for itself (W16).',
      check(run) {
        const [fd] = find(run, /^the first open\(\) here: (\d+)$/);
        return Number(fd) > 3 || `it is ${fd}`;
      },
    },
  ],
} satisfies Page;
