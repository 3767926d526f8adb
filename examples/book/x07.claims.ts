import { all, equal, find, type Page, type Run } from './checks.js';

/** An end, whether or not the system keeps the core of such programs. */
const end = (run: Run, name: string) =>
  find(run, new RegExp(`^${name}: (.*?)(?: \\(core dumped\\))?$`));

export default {
  id: 'X07',
  title: 'A write to address 0: SIGSEGV',
  source: 'Linux in Practice: memory management, segv.c',
  languages: ['en'],
  claims: [
    {
      claim:
        'The program that writes to address 0 gets no further: the kernel ends it by signal 11.',
      check(run) {
        find(run, /^before invalid access$/);
        const [code = ''] = find(run, /^after it: (.*)$/);
        return /^CLD_(KILLED|DUMPED) 11$/.test(code) || code;
      },
    },
    {
      claim:
        'JavaScript cannot do that: beyond the end of a Buffer there is nothing, and null is an exception.',
      check: (run) =>
        all(
          equal(find(run, /^a Buffer of 1, written at 4096: (.*)$/), [
            'undefined',
          ]),
          equal(find(run, /^a property of null: (.*)$/), ['TypeError']),
        ),
    },
    {
      claim: 'The signal may be sent as well, with the same end …',
      check: (run) => equal(end(run, 'raise\\(\\)'), ['killed by SIGSEGV']),
    },
    {
      claim: '… or to a handler, after which the process goes on.',
      check: (run) =>
        all(
          equal(find(run, /^handler: (.*)$/), ['SI_USER']),
          equal(end(run, 'kill\\(\\)'), ['exited with 0']),
        ),
    },
  ],
} satisfies Page;
