import { all, equal, find, type Page, type Run } from './checks.js';

const names = (run: Run, when: string) => [
  find(run, new RegExp(`^${when}: (.*)$`))[0],
  find(run, new RegExp(`^${when}, comm: (.*)$`))[0],
];

export default {
  id: 'X28',
  title: 'Arguments and names of a process',
  source:
    'Working With Unix Processes: Processes Have Arguments, Processes Have Names',
  languages: ['en'],
  claims: [
    {
      claim: 'What ps shows at first are the arguments.',
      check: (run) =>
        equal(names(run, 'before')[0], find(run, /^argv: (.*)$/)[0]),
    },
    {
      claim:
        'process.title changes that, as often as one likes, and the short name with it.',
      check: (run) =>
        equal(names(run, 'titled'), ['Processing: 1', 'Processing: 1']),
    },
    {
      claim: 'A forked child has a name of its own.',
      check: (run) =>
        all(
          equal(names(run, 'child'), ['a worker', 'a worker']),
          equal(names(run, 'parent'), ['Processing: 1', 'Processing: 1']),
        ),
    },
    {
      claim: 'prctl(PR_SET_NAME) changes the short name only.',
      check: (run) =>
        all(
          equal(names(run, 'named'), ['Processing: 1', 'named']),
          equal(find(run, /^getName: (.*)$/), ['named']),
        ),
    },
  ],
} satisfies Page;
