import { all, equal, find, findAll, type Page } from './checks.js';

const workers = { en: /^worker (\d+): (\d+)$/, ja: /^ワーカー (\d+): (\d+)$/ };

export default {
  id: 'B01',
  title: 'What processes are made for: two purposes',
  source: '第3章 プロセス管理: プロセスの生成',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'To divide the work of one program, as a web server does: each request is answered once, by one of several processes.',
      check(run) {
        const found = findAll(run, /^(\/\w): 200, (\d+)$/);
        const answeredBy = (pid = '') =>
          found.filter((answer) => answer[1] === pid).length;
        const counts = findAll(run, workers);
        return all(
          equal(
            found.map(([path]) => path),
            ['/a', '/b', '/c', '/d', '/e', '/f'],
          ),
          equal(counts.length, 3),
          equal(
            counts.map(([, count]) => Number(count)),
            counts.map(([pid]) => answeredBy(pid)),
          ),
        );
      },
    },
    {
      claim: 'To run another program, as a shell does.',
      check: (run) =>
        all(
          equal(findAll(run, /^(hello)$/), [['hello']]),
          equal(find(run, /^echo \d+: (.*)$/), ['exited with 0']),
        ),
    },
  ],
} satisfies Page;
