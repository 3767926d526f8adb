import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'C10',
  title: 'wait(): four outcomes',
  source: 'プロセス制御: wait関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'It blocks while all children still run: the child sees it asleep.',
      check: (run) =>
        equal(run.lines.slice(0, 2), [
          'child: my parent sleeps, so I exit',
          'wait(): exited with 1, true',
        ]),
    },
    {
      claim:
        'It returns at once when a child has ended already, with the status of that one.',
      check(run) {
        const [ms] = find(run, /^wait\(\): exited with 2, after (\d+) ms$/);
        return Number(ms) < 1000 || `after ${ms} ms`;
      },
    },
    {
      claim: 'It fails with ECHILD when there is no child.',
      check: (run) => equal(findAll(run, /^wait\(\): (E\w+)$/), [['ECHILD']]),
    },
    {
      claim:
        'waitpid() need not block: with WNOHANG it says that nothing has happened yet, and the child can be waited for later.',
      check: (run) =>
        all(
          equal(find(run, /^waitpid\(WNOHANG\): (.*)$/), ['nothing yet']),
          equal(find(run, /^waitpid\(\): (.*)$/), ['exited with 3']),
        ),
    },
  ],
} satisfies Page;
