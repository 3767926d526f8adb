import { equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'E10',
  title: 'Files are shared, memory is not',
  source: 'なるほどUnixプロセス: プロセスは子プロセスを作れる',
  languages: ['en'],
  claims: [
    {
      claim:
        'The child has the descriptors of its parent: it writes to a file that it has not opened.',
      check: (run) =>
        equal(findAll(run, /^shared.txt: (.*)$/)[0], ['written by the child']),
    },
    {
      claim:
        "The file offset is shared: what the child writes moves the parent's.",
      check: (run) =>
        equal(findAll(run, /^offset in the parent: (\d+)$/).flat(), [
          '0',
          `${'written by the child\n'.length}`,
        ]),
    },
    {
      claim: 'So the parent writes after the child, not over it.',
      check: (run) =>
        equal(findAll(run, /^shared.txt: (.*)$/).flat(), [
          'written by the child',
          'written by the parent',
        ]),
    },
    {
      claim: 'Memory is copied: what the child changes, it changes for itself.',
      check: (run) => equal(find(run, /^memory: (.*)$/), ['as it was']),
    },
  ],
} satisfies Page;
