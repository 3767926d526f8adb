import { all, equal, find, type Page, type Run } from './checks.js';

/** The lines from a title to the next one. */
function linesAfter(run: Run, title: string): string[] {
  const start = run.lines.indexOf(title);
  if (start < 0) throw new Error(`no line says ${title}`);
  const rest = run.lines.slice(start + 1);
  return rest.slice(
    0,
    rest.findIndex((line) => line.endsWith(':') || line.startsWith('wait')),
  );
}

const fromParent = 'output from parent';
const fromChild = 'output from child';

/** The characters, wherever they have come to stand. */
const sorted = (lines: string[]) => [...lines.join('')].sort().join('');

const inOrder = (run: Run, first: string, lines: string[]) =>
  all(
    ...['signals', 'pipes'].map((by) =>
      equal(linesAfter(run, `by ${by}, the ${first} goes first:`), lines),
    ),
  );

export default {
  id: 'X14',
  title: 'Output of two, with a race and without',
  source:
    'Advanced Programming in the UNIX Environment: figures 8.12, 8.13, 10.24 and 15.7, TELL_WAIT',
  languages: ['en'],
  claims: [
    {
      claim:
        'Without it every character is there, and their order is anything.',
      check: (run) =>
        equal(
          sorted(linesAfter(run, 'a race:')),
          sorted([fromParent, fromChild]),
        ),
    },
    {
      claim:
        'When the child waits for its parent, the parent goes first: by signals, or by pipes.',
      check: (run) => inOrder(run, 'parent', [fromParent, fromChild]),
    },
    {
      claim: 'And the other way round.',
      check: (run) => inOrder(run, 'child', [fromChild, fromParent]),
    },
    {
      claim:
        'Who waits for a process that has ended learns of it: the pipe has an end of file, and tellWait() an error.',
      check: (run) =>
        equal(find(run, /^waitChild\(\): (\w+)$/), ['ERR_TELL_WAIT_ENDED']),
    },
  ],
} satisfies Page;
