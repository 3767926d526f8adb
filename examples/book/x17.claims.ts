import { all, equal, find, type Page, type Run } from './checks.js';

/** What pr_exit() has printed of the command. */
function status(run: Run, command: string): string | undefined {
  const quoted = command.replace(/[$/.]/g, '\\$&');
  return find(run, new RegExp(`^${quoted}: (.*)$`))[0];
}

export default {
  id: 'X17',
  title: 'system(), and its signals',
  source:
    'Advanced Programming in the UNIX Environment: figures 8.23 and 10.26 to 10.28, system',
  languages: ['en'],
  claims: [
    {
      claim: 'A shell runs the command, and its exit status is returned.',
      check: (run) =>
        all(
          equal(status(run, 'date'), 'exit status = 0'),
          equal(status(run, 'echo who; exit 44'), 'exit status = 44'),
        ),
    },
    {
      claim: 'It is 127 when the shell knows no such command.',
      check: (run) =>
        equal(status(run, 'nosuchcommand 2>/dev/null'), 'exit status = 127'),
    },
    {
      claim:
        'Meanwhile the caller ignores SIGINT, its own handler and all: as if Ctrl+C were for the command alone.',
      check: (run) =>
        all(
          equal(status(run, 'kill -INT $PPID'), 'exit status = 0'),
          equal(run.lines.includes('caught SIGINT'), false),
        ),
    },
    {
      claim: 'The command does not ignore it, and ends by it.',
      check: (run) => equal(status(run, 'kill -INT $$'), 'signal number = 2'),
    },
    {
      claim:
        'Handlers of SIGCHLD wait until system() has got the status, so that none of them can take it away.',
      check: (run) =>
        all(
          equal(status(run, 'exit 45'), 'exit status = 45'),
          equal(find(run, /^taken by .*: (\d+)$/), ['0']),
        ),
    },
  ],
} satisfies Page;
