import {
  all,
  equal,
  find,
  findAll,
  type Page,
  type Run,
  type Verdict,
} from './checks.js';

/** Not where nobody may turn it on: it is the administrator's. */
function where(run: Run, check: () => Verdict): Verdict {
  const [reason] = findAll(run, /^no accounting: (.*)$/).flat();
  return reason === undefined ? check() : { unknown: reason };
}

const record = (run: Run, name: string) =>
  find(run, new RegExp(`^record of ${name}: (..) (\\S+), ([\\d.]+) s, (.*)$`));

const ended = (run: Run, name: string) =>
  find(run, new RegExp(`^${name}: (.*)$`));

const names = ['sleep', 'exit', 'abort', 'exec', 'spawn', 'kill'];

export default {
  id: 'X19',
  title: 'Process accounting: a record of each process that has ended',
  source: 'Advanced Programming in the UNIX Environment: figures 8.28 and 8.29',
  languages: ['en'],
  claims: [
    {
      claim:
        'The record of a process tells how it ended, as waitpid() has told its parent.',
      check: (run) =>
        where(run, () =>
          equal(
            names.map((name) => record(run, name)[3]),
            names.flatMap((name) => ended(run, name)),
          ),
        ),
    },
    {
      claim:
        'X: a signal ended it, or one of its threads: the kernel ends those that Node has besides, so that X says nothing of Node.',
      check: (run) =>
        where(run, () =>
          equal(
            ['abort', 'spawn', 'kill'].map((name) => record(run, name)[0]?.[1]),
            ['X', '-', 'X'],
          ),
        ),
    },
    {
      claim:
        'F: it was forked, and has not become another program. The name is that of the program which it was in the end.',
      check: (run) =>
        where(run, () =>
          all(
            equal(
              names.map((name) => record(run, name)[0]?.[0]),
              ['F', 'F', 'F', '-', '-', '-'],
            ),
            equal(record(run, 'exec')[1], 'true'),
          ),
        ),
    },
    {
      claim: 'It tells how long the process lived, by the clock.',
      check: (run) =>
        where(run, () => {
          const [asked] = find(run, /^asked to sleep for ([\d.]+) s$/).map(
            Number,
          );
          const took = Number(record(run, 'sleep')[2]);
          return (took > 0.9 * (asked as number) && took < 60) || `${took} s`;
        }),
    },
  ],
} satisfies Page;
