import { all, equal, find, findAll, type Page, type Run } from './checks.js';

const of = (run: Run, which: string) =>
  findAll(run, new RegExp(`^${which}: (.*)$`)).flat();

export default {
  id: 'X24',
  title: 'A daemon of which there is one, and SIGHUP',
  source:
    'Advanced Programming in the UNIX Environment: figures 13.1, 13.6 and 13.7',
  languages: ['en'],
  picture: 'groups',
  claims: [
    {
      claim:
        'The second does not start: a lock on a file says that there is one, and the file says which.',
      check(run) {
        const [pid] = find(run, /^first: pid (\d+)$/);
        const [message = '', end] = of(run, 'second');
        const says = /It says that this is process (\d+)\.$/.exec(message)?.[1];
        return equal([says, end], [pid, 'exited with 1']);
      },
    },
    {
      claim:
        'SIGHUP, on which a daemon without a terminal need not end, has it read its configuration again.',
      check: (run) =>
        equal(findAll(run, /^first: (.*reads .*)$/).flat(), [
          "reads 'one'",
          "heard SIGHUP, reads 'two'",
        ]),
    },
    {
      claim: 'SIGTERM ends it: sigwait() takes both, one after the other.',
      check: (run) =>
        equal(of(run, 'first').slice(-2), ['heard SIGTERM', 'exited with 0']),
    },
    {
      claim: 'Then the next one starts.',
      check: (run) => equal(of(run, 'third'), ["reads 'two'"]),
    },
    {
      claim:
        'Also after SIGKILL: the file is still there, the lock is not, for it ends with the process that holds it.',
      check: (run) =>
        all(
          equal(of(run, 'file'), ['true']),
          equal(of(run, 'fourth'), ["reads 'two'", 'heard SIGTERM']),
        ),
    },
  ],
} satisfies Page;
