import { all, equal, find, findAll, type Page, type Run } from './checks.js';

/** The lines between these two, and themselves. */
function lines(run: Run, first: string, last: string): string[] {
  const [start, end] = [first, last].map((line) => run.lines.indexOf(line));
  if (start === undefined || end === undefined || start < 0 || end < start)
    throw new Error(`no lines from ${first} to ${last}`);
  return run.lines.slice(start, end + 1);
}

/** Whether the system keeps the core is its own affair. */
const end = (run: Run, name: string) =>
  find(run, new RegExp(`^${name}: (.*?)(?: \\(core dumped\\))?$`));

export default {
  id: 'X23',
  title: 'Handlers, critical regions, job control, abort()',
  source:
    'Advanced Programming in the UNIX Environment: figures 10.2, 10.15, 10.22, 10.23, 10.25, 10.31',
  languages: ['en'],
  claims: [
    {
      claim: 'A handler for each of two signals; SIGTERM ends the process.',
      check: (run) =>
        equal(lines(run, 'sigusr: ready', 'sigusr: killed by SIGTERM'), [
          'sigusr: ready',
          'received SIGUSR1',
          'received SIGUSR2',
          'sigusr: killed by SIGTERM',
        ]),
    },
    {
      claim:
        'What comes three times while it is blocked is pending, and handled once, before sigprocmask() returns.',
      check: (run) =>
        equal(lines(run, 'pending: SIGQUIT', 'SIGQUIT unblocked'), [
          'pending: SIGQUIT',
          'caught SIGQUIT',
          'SIGQUIT unblocked',
        ]),
    },
    {
      claim:
        'sigsuspend() lets in what the critical region has kept out, and puts the mask back.',
      check: (run) =>
        equal(
          lines(
            run,
            'program start: nothing blocked',
            'program exit: nothing blocked',
          ),
          [
            'program start: nothing blocked',
            'in critical region: SIGINT blocked',
            'in sig_int',
            'after return from sigsuspend: SIGINT blocked',
            'program exit: nothing blocked',
          ],
        ),
    },
    {
      claim:
        'It returns after every handler: who waits for one of them looks, and waits again.',
      check: (run) =>
        equal(lines(run, 'interrupt', 'SIGQUIT has been heard'), [
          'interrupt',
          'interrupt',
          'SIGQUIT has been heard',
        ]),
    },
    {
      claim:
        'A handler of SIGTSTP tidies up and then stops itself; after SIGCONT it goes on where it was.',
      check: (run) =>
        all(
          equal(findAll(run, /^sig_tstp: (.*)$/).flat(), [
            'the terminal is as it was',
            'the screen is drawn again',
          ]),
          equal(findAll(run, /^editor: (.*)$/).flat(), [
            'ready',
            'stopped by SIGTSTP',
            'continued',
            'exited with 3',
          ]),
        ),
    },
    {
      claim:
        'abort() lets the handler run, and ends the process all the same; also when the signal is ignored.',
      check(run) {
        find(run, /^cleaning up$/);
        return all(
          equal(end(run, 'abort\\(\\) with a handler'), ['killed by SIGABRT']),
          equal(end(run, 'abort\\(\\) ignored'), ['killed by SIGABRT']),
        );
      },
    },
  ],
} satisfies Page;
