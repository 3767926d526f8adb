import { all, equal, find, findAll, type Page } from './checks.js';

const workers = { en: /^worker (\d+): (.*)$/, ja: /^ワーカー (\d+): (.*)$/ };

export default {
  id: 'B01',
  title: 'What processes are made for: two purposes',
  source: '第3章 プロセス管理: プロセスの生成',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'To divide the work of one program: each request, as to a web server, is answered once, by one of several processes.',
      check(run) {
        const pids = findAll(run, workers).map(([pid]) => pid);
        const found = findAll(run, /^(\/\w): 200, (\d+)$/).sort();
        return equal(
          found,
          ['/a', '/b', '/c', '/d', '/e', '/f'].map((it, i) => [
            it,
            pids[i % 3],
          ]),
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
