import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const found = (run: Run, what: string) =>
  find(run, new RegExp(`^${what}: (CLD_\\w+ \\d+), pid (\\d+)$`));

export default {
  id: 'X13',
  title: 'waitid(): which child, and what of it',
  source:
    'Advanced Programming in the UNIX Environment: figures 8.9 to 8.11, waitid, wait3 and wait4',
  languages: ['en'],
  claims: [
    {
      claim:
        'P_PID: one child. With WNOWAIT it stays to be waited for: the next call says the same, and only then it is gone.',
      check(run) {
        const seven = ['CLD_EXITED 7', ...find(run, /^child (\d+)$/)];
        return all(
          equal(found(run, 'WNOWAIT'), seven),
          equal(found(run, 'again'), seven),
          equal(find(run, /^once more: (\w+)$/), ['ECHILD']),
        );
      },
    },
    {
      claim:
        'abort() is CLD_KILLED, or CLD_DUMPED where the system keeps its core: by signal 6.',
      check(run) {
        const [code = ''] = found(run, 'abort\\(\\)');
        return /^CLD_(KILLED|DUMPED) 6$/.test(code) || code;
      },
    },
    {
      claim:
        'WSTOPPED, WCONTINUED and WEXITED each wait for one kind of change: CLD_STOPPED by 19, CLD_CONTINUED by 18, CLD_KILLED by 9.',
      check: (run) =>
        equal(
          ['WSTOPPED', 'WCONTINUED', 'WEXITED'].map(
            (option) => found(run, option)[0],
          ),
          ['CLD_STOPPED 19', 'CLD_CONTINUED 18', 'CLD_KILLED 9'],
        ),
    },
    {
      claim: 'With WNOHANG it does not wait at all.',
      check: (run) => equal(find(run, /^WNOHANG: (.*)$/), ['nothing yet']),
    },
    {
      claim: 'P_PGID: any child of a process group, and of no other.',
      check(run) {
        const members = find(run, /^group (\d+) and (\d+), not \d+$/);
        const pids = findAll(run, /^P_PGID: CLD_KILLED 9, pid (\d+)$/).flat();
        return equal(pids.sort(), members.sort());
      },
    },
    {
      claim: 'P_ALL: any child.',
      check: (run) =>
        equal(found(run, 'P_ALL'), [
          'CLD_EXITED 0',
          ...find(run, /^group .* not (\d+)$/),
        ]),
    },
    {
      claim: 'wait3() and wait4() also tell what the child has used.',
      check(run) {
        find(run, /^wait3\(\): exited with 0$/);
        const [seconds] = find(
          run,
          /^wait4\(\): exited with 0 after ([\d.]+) s of CPU time$/,
        );
        return Number(seconds) > 0.03 || `${seconds} s`;
      },
    },
  ],
} satisfies Page;
