import { differ, equal, find, findAll, type Page } from './checks.js';

/** The lines of the parent and of the child may come mixed. */
const childPid = /^return value: ([1-9]\d*)$/;

export default {
  id: 'E12',
  title: 'What fork() returns, and where',
  source:
    'なるほどUnixプロセス: プロセスは子プロセスを作れる, もう少し詳細にforkの挙動を追ってみる, fork2.py',
  languages: ['en'],
  claims: [
    {
      claim: "In the parent, fork() returns the child's pid.",
      check(run) {
        const [child] = find(run, childPid);
        const pids = findAll(run, /^pid: (\d+)$/).flat();
        return equal(pids.sort(), [`${run.pid}`, `${child}`].sort());
      },
    },
    {
      claim: 'In the child, it returns 0.',
      check: (run) => equal(findAll(run, /^return value: 0$/).length, 1),
    },
    {
      claim: 'A true value leads to the if block, 0 to the else block.',
      check(run) {
        find(run, /^----- if block ------$/);
        find(run, /^---- else block -----$/);
        return differ(Number(find(run, childPid)[0]), run.pid);
      },
    },
    {
      claim:
        'The header is printed exactly once, even though stdout is a pipe: no buffered text is in both processes.',
      check(run) {
        const header = findAll(run, /^parent process pid: (\d+)$/).flat();
        return equal([header.map(Number), run.lines.length], [[run.pid], 9]);
      },
    },
  ],
} satisfies Page;
