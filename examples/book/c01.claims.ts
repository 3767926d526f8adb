import { equal, find, findAll, type Page } from './checks.js';

const values = /^pid = (\d+), glob = (\d+), var = (\d+)$/;

export default {
  id: 'C01',
  title: "The child's variables are copies",
  source: 'プロセス制御: fork関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'Both go on after the call to fork(): each prints the last line, with a pid of its own.',
      check(run) {
        const pids = findAll(run, values).map(([pid]) => pid);
        return equal([pids.length, new Set(pids).size], [2, 2]);
      },
    },
    {
      claim: 'What was printed before fork() is printed once, even to a pipe.',
      check: (run) => equal(findAll(run, /^before fork$/).length, 1),
    },
    {
      claim: 'The child has changed its variables: 7 and 89.',
      check: (run) =>
        equal(
          findAll(run, values)
            .filter(([pid]) => Number(pid) !== run.pid)
            .map(([, ...seen]) => seen),
          [['7', '89']],
        ),
    },
    {
      claim:
        "The parent's own are as they were, on the heap and on the stack: 6 and 88.",
      check: (run) =>
        equal(
          find(run, new RegExp(`^pid = ${run.pid}, glob = (.*), var = (.*)$`)),
          ['6', '88'],
        ),
    },
  ],
} satisfies Page;
