import { equal, find, type Page } from './checks.js';

const total = { en: /^\(after ([\d.]+) s\)$/, ja: /^（([\d.]+)秒後に）$/ };

export default {
  id: 'E14',
  title: 'A process can wait',
  source: 'なるほどUnixプロセス: プロセスは待てる, fork_wait.py',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'The parent, done after 2 seconds, waits for the child, which takes 5: its line comes second.',
      check: (run) =>
        equal(
          run.lines.filter((line) => line.endsWith('is done!')),
          ['Child task is done!', 'Parent task is done!'],
        ),
    },
    {
      claim:
        'It takes 5 seconds in all, not 7: the two have run at the same time.',
      check(run) {
        const seconds = Number(find(run, total)[0]);
        return (seconds >= 5 && seconds < 7) || `${seconds} s`;
      },
    },
    {
      claim:
        "wait() gives the child's pid and its status word, 0 here (the source calls it the exit code, which is only its upper byte: W17).",
      check(run) {
        const [pid, status] = find(run, /^wait\(\): \((\d+), (\d+)\)$/).map(
          Number,
        );
        if (pid === run.pid) return "the pid is the parent's";
        return equal(status, 0);
      },
    },
  ],
} satisfies Page;
