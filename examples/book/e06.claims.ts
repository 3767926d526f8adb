import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const limits = (run: Run) =>
  find(run, /^open files: soft (\d+), hard (\d+)$/).map(BigInt) as [
    bigint,
    bigint,
  ];
const softs = (run: Run) => findAll(run, /^soft limit: (\d+)$/).flat();

/** Of both attempts: the highest number and what ended it. */
const opened = (run: Run) =>
  findAll(run, /^opened up to number (\d+): (.+)$/) as [string, string][];

export default {
  id: 'E06',
  title: 'Soft and hard limits',
  source: 'なるほどUnixプロセス: プロセスにはリソースの制限がある',
  languages: ['en'],
  claims: [
    {
      claim:
        'Each resource has a soft limit and a hard one that is not lower. No limit is 2⁶⁴-1 here, not 9223372036854775807 (W15); and Node has raised the soft one before the program began.',
      check(run) {
        const [soft, hard] = limits(run);
        return soft <= hard || `${soft} is more than ${hard}`;
      },
    },
    {
      claim:
        'Beyond the soft limit there is an error, EMFILE here: the highest descriptor is one less.',
      check: (run) =>
        equal(opened(run)[0], [`${Number(softs(run)[0]) - 1}`, 'EMFILE']),
    },
    {
      claim: 'A process can raise it, up to the hard limit, and go on.',
      check: (run) =>
        all(
          equal(softs(run)[1], `${limits(run)[1]}`),
          equal(opened(run)[1]?.[1], 'no error'),
        ),
    },
    {
      claim: 'Above the hard limit it cannot be: EINVAL.',
      check: (run) =>
        equal(find(run, /^soft limit above the hard one: (\w+)$/), ['EINVAL']),
    },
  ],
} satisfies Page;
