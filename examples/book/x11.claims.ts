import { equal, find, type Page } from './checks.js';

const abnormal = (signo: number) =>
  new RegExp(`^abnormal termination, signal number = ${signo}: (SIG\\w+)$`);

export default {
  id: 'X11',
  title: 'wait1: three ends',
  source: 'Advanced Programming in the UNIX Environment: figure 8.6, wait1.c',
  languages: ['en'],
  claims: [
    {
      claim: 'exit(7): a normal end.',
      check: (run) =>
        equal(find(run, /^normal termination, exit status = (\d+)$/), ['7']),
    },
    {
      claim: 'abort(): an abnormal one, by signal 6.',
      check: (run) => equal(find(run, abnormal(6)), ['SIGABRT']),
    },
    {
      claim: 'SIGFPE, signal 8, which in C a division by zero raises.',
      check: (run) => equal(find(run, abnormal(8)), ['SIGFPE']),
    },
    {
      claim: 'No division does so in JavaScript: Infinity, or an error.',
      check: (run) =>
        equal(
          [/^1 \/ 0: (\w+)$/, /^1n \/ 0n: (\w+)$/].map(
            (it) => find(run, it)[0],
          ),
          ['Infinity', 'RangeError'],
        ),
    },
  ],
} satisfies Page;
