import { equal, find, type Page } from './checks.js';

const merged = 'parent 1, child  1, parent 2, child  2';

export default {
  id: 'X10',
  title: 'A file of two processes: one offset or two',
  source:
    'Advanced Programming in the UNIX Environment: figure 8.2, sharing of open files after fork',
  languages: ['en'],
  claims: [
    {
      claim:
        'Opened before fork(), the file has one offset for both: whoever writes goes on where the other has stopped.',
      check: (run) =>
        equal(find(run, /^opened before fork\(\): (.*)$/), [merged]),
    },
    {
      claim:
        'Opened by each for itself, it has two, both from 0 on: the child writes over what the parent has written.',
      check: (run) =>
        equal(find(run, /^opened by each: (.*)$/), ['child  1, child  2']),
    },
    {
      claim:
        'Unless they append: every write() goes to the end, as that is then.',
      check: (run) =>
        equal(find(run, /^opened by each, O_APPEND: (.*)$/), [merged]),
    },
  ],
} satisfies Page;
