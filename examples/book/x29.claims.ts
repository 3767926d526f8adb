import { all, equal, type Page, type Run, type Verdict } from './checks.js';

/** What a way to end has shown: its listeners, its end, its complaint. */
function shows(run: Run, way: string, ...expected: string[]): Verdict {
  const start = `${way}: `;
  const lines = run.lines
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length));
  // Whether the system keeps the core is its own affair.
  return equal(
    lines.map((line) => line.replace(' (core dumped)', '')),
    expected,
  );
}

const both = (code: number) => [`first, ${code}`, `second, ${code}`];

export default {
  id: 'X29',
  title: 'Exit codes, and what runs before',
  source: 'Working With Unix Processes: Processes Have Exit Codes',
  languages: ['en'],
  claims: [
    {
      claim:
        'exit() is 0, and exit(22) is 22. What has been registered for the end runs before, in the order in which it was (at_exit() of Ruby and atexit() of C begin with the last), and is told the code.',
      check: (run) =>
        all(
          shows(run, 'exit()', ...both(0), 'exited with 0'),
          shows(run, 'exit(22)', ...both(22), 'exited with 22'),
        ),
    },
    {
      claim: 'The parent learns of one byte only: 256 is 0 (W23).',
      check: (run) => shows(run, 'exit(256)', ...both(256), 'exited with 0'),
    },
    {
      claim: '_exit(), which is exit! of Ruby, runs nothing.',
      check: (run) => shows(run, '_exit(33)', 'exited with 33'),
    },
    {
      claim:
        'An error that nobody catches is code 1, with the listeners, and says on stderr why.',
      check: (run) =>
        shows(
          run,
          'throw Error',
          ...both(1),
          'exited with 1',
          'Error: nobody catches it',
        ),
    },
    {
      claim:
        'abort() is a signal, without listeners (that of Ruby is a message, and code 1). So is any signal.',
      check: (run) =>
        all(
          shows(run, 'abort()', 'killed by SIGABRT'),
          shows(run, "raise('SIGTERM')", 'killed by SIGTERM'),
        ),
    },
    {
      claim:
        'A listener that exits itself has the last word: the others do not run (in Ruby they do).',
      check: (run) => shows(run, 'exit() in a listener', 'exited with 44'),
    },
  ],
} satisfies Page;
