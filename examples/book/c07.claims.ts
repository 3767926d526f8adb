import { equal, type Page, type Run } from './checks.js';

/** What the program says of the end of one child. */
function reported(run: Run, how: string): (string | undefined)[] {
  const index = run.lines.findIndex((line) => line.startsWith(`${how}: `));
  return run.lines
    .slice(index, index + 2)
    .map((line) => line.slice(line.search(/[^ ]+$/)));
}

export default {
  id: 'C07',
  title: 'Exit status and termination status',
  source: 'プロセス制御: exit関数',
  languages: ['en'],
  claims: [
    {
      claim:
        'The kernel makes a termination status of the exit status: 7 becomes 0x0700, from exit and from _exit.',
      check: (run) =>
        equal(
          [reported(run, 'exit(7)'), reported(run, '_exit(7)')],
          [
            ['0x0700', '7'],
            ['0x0700', '7'],
          ],
        ),
    },
    {
      claim:
        'Only eight bits of the exit status arrive: exit(256) reads 0 and exit(-1) reads 255 (W23).',
      check: (run) =>
        equal(
          [reported(run, 'exit(256)'), reported(run, 'exit(-1)')],
          [
            ['0x0000', '0'],
            ['0xff00', '255'],
          ],
        ),
    },
    {
      claim:
        'Of an abnormal end the kernel makes the termination status itself: the signal number, 9.',
      check: (run) => equal(reported(run, 'SIGKILL'), ['0x0009', '9']),
    },
  ],
} satisfies Page;
