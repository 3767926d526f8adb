import { all, differ, equal, find, noZombies, type Page } from './checks.js';

const first = /^first child, pid = (\d+): (.*)$/;
const second = /^second child, pid = (\d+)$/;

export default {
  id: 'X12',
  title: 'fork2: whose child is the second child?',
  source: 'Advanced Programming in the UNIX Environment: figure 8.8, fork2.c',
  languages: ['en'],
  claims: [
    {
      claim: 'The first child ends at once, and is waited for: it is gone.',
      check: (run) =>
        all(
          equal(find(run, first)[1], 'exited with 0'),
          equal(find(run, /^kill\(first, 0\): (\w+)$/), ['ESRCH']),
        ),
    },
    {
      claim:
        'The second child has another parent then: process 1, or the nearest reaper (W4).',
      check(run) {
        const [parent] = find(run, /^second child, parent pid = (\d+)$/);
        return all(
          differ(parent, find(run, first)[0]),
          differ(parent, `${run.pid}`),
        );
      },
    },
    {
      claim: 'The original process is not, and cannot wait for it.',
      check(run) {
        const [pid] = find(run, second);
        return all(
          differ(pid, find(run, first)[0]),
          equal(find(run, /^waitpid\(second\): (\w+)$/), ['ECHILD']),
        );
      },
    },
    {
      claim: 'Nor is there a need: no zombie is left.',
      async check(run) {
        find(run, second);
        return noZombies(run);
      },
    },
  ],
} satisfies Page;
