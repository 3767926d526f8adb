import { equal, type Page, type Run } from './checks.js';

/** A core file depends on limits of the system. */
const line = (run: Run, n: number) =>
  run.lines[n]?.replace(/ \(core file generated\)$/, '');

export default {
  id: 'C11',
  title: 'pr_exit: the macros that read a status',
  source: 'プロセス制御: wait関数, pr_exit',
  languages: ['en'],
  claims: [
    {
      claim:
        'WIFEXITED and WEXITSTATUS: 7 of exit(7). (The words are those of the book; the source has slips of the pen in them: W13.)',
      check: (run) =>
        equal(line(run, 0), 'normal termination, exit status = 7'),
    },
    {
      claim: 'WIFSIGNALED and WTERMSIG: 6 of abort(), which is SIGABRT.',
      check: (run) =>
        equal(line(run, 1), 'abnormal termination, signal number = 6'),
    },
    {
      claim: 'And 8 of SIGFPE.',
      check: (run) =>
        equal(line(run, 2), 'abnormal termination, signal number = 8'),
    },
    {
      claim: 'WIFSTOPPED and WSTOPSIG: 19 of SIGSTOP.',
      check: (run) => equal(line(run, 3), 'child stopped, signal number = 19'),
    },
    {
      claim: 'A stopped child has not ended: it goes on, and exits with 0.',
      check: (run) =>
        equal(line(run, 4), 'normal termination, exit status = 0'),
    },
  ],
} satisfies Page;
