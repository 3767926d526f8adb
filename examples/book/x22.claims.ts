import { all, equal, find, type Page } from './checks.js';

const ids = ': pid = (\\d+), ppid = (\\d+), pgrp = (\\d+), tpgrp = (\\d+)$';

export default {
  id: 'X22',
  title: 'An orphaned process group',
  source:
    'Advanced Programming in the UNIX Environment: figure 9.12, orphaned process groups',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'The child stops itself: its group is no orphan, its parent may continue it.',
      check: (run) =>
        equal(find(run, /^the child: (.*)$/), ['stopped by SIGTSTP']),
    },
    {
      claim:
        'When the parent ends, nobody in the session outside the group is the parent of anybody in it, and one is stopped: the group gets SIGHUP…',
      check(run) {
        const [pid, , pgrp] = find(run, new RegExp(`^child${ids}`));
        return all(
          equal(find(run, /^SIGHUP received, pid = (\d+)$/), [pid]),
          equal(pgrp, find(run, new RegExp(`^parent${ids}`))[0]),
        );
      },
    },
    {
      claim:
        '…and SIGCONT, so that the child goes on, as the child of whoever takes in orphans (W4).',
      check(run) {
        const [, ppid] = find(run, new RegExp(`^child${ids}`));
        return equal(Number(ppid), run.pid);
      },
    },
    {
      claim:
        'Nobody could bring it to the foreground: to read from the terminal does not stop it, it fails, with EIO.',
      check: (run) =>
        equal(find(run, /^read error (\w+) on controlling TTY$/), ['EIO']),
    },
  ],
} satisfies Page;
