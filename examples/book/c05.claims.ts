import { all, equal, find, type Page, type Run } from './checks.js';

const how = (run: Run, name: string) =>
  find(run, new RegExp(`^${name}: (.*?)(?: \\(core dumped\\))?$`));

export default {
  id: 'C05',
  title: 'Abnormal ends: by abort() and by a signal',
  source: 'プロセス制御: exit関数, 異常終了は次の3つ',
  languages: ['en'],
  claims: [
    {
      claim: 'abort() raises SIGABRT, which ends the process.',
      check: (run) => equal(how(run, 'abort\\(\\)'), ['killed by SIGABRT']),
    },
    {
      claim:
        'So does a signal such as SIGFPE, which a division by zero raises in C; in JavaScript its result is Infinity, and the process exits as it likes.',
      check: (run) =>
        all(
          equal(how(run, 'SIGFPE'), ['killed by SIGFPE']),
          equal(how(run, '7 / 0 in C'), ['killed by SIGFPE']),
          equal(how(run, '1 / 0 is Infinity'), ['exited with 0']),
        ),
    },
    {
      claim: 'No exit listener runs then: only the one normal end has run it.',
      check: (run) =>
        equal(
          run.lines.filter((line) => line.startsWith(' ')),
          ['  exit listener'],
        ),
    },
  ],
} satisfies Page;
