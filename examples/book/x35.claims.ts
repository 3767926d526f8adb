import { all, differ, equal, find, type Page, type Run } from './checks.js';

const idsOf = (run: Run, who: string) =>
  find(run, new RegExp(`^${who}: pid (\\d+), group (\\d+), session (\\d+)$`));

const leader = (run: Run) => idsOf(run, 'after setsid\\(\\)');

export default {
  id: 'X35',
  title: 'Why a daemon forks twice: sessions',
  source: 'Working With Unix Processes: Daemon Processes',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'setsid() makes the first child the leader of a new session and of a new group.',
      check(run) {
        const [pid, group, session] = leader(run);
        const [, , before] = idsOf(run, 'the program');
        return all(
          equal([group, session], [pid, pid]),
          differ(session, before),
        );
      },
    },
    {
      claim:
        "Whoever leads a group, as a shell's job does, may not: hence the first fork().",
      check: (run) =>
        equal(find(run, /^setsid\(\) by a group's leader: (.*)$/), ['EPERM']),
    },
    {
      claim:
        'After the second fork() the daemon is in that session, and leads neither it nor the group (W9).',
      check(run) {
        const [pid, group, session] = idsOf(run, 'after the second fork\\(\\)');
        const [first] = leader(run);
        return all(equal([group, session], [first, first]), differ(pid, first));
      },
    },
    {
      claim:
        'So it can never get a terminal by opening one, as the leader would.',
      check: (run) =>
        equal(
          [
            find(run, /^the daemon opens a terminal: (.*)$/)[0],
            find(run, /^the leader opens a terminal: (.*)$/)[0],
          ],
          ['ENOTTY', 'no error'],
        ),
    },
  ],
} satisfies Page;
