import {
  equal,
  find,
  findAll,
  type Page,
  type Run,
  type Verdict,
} from './checks.js';

const path = (run: Run, name: string) =>
  find(run, /^(.*\/)testinterp$/)[0] + name;

/** As long as scripts may be executed where temporary files are. */
const unlessNoexec =
  (check: (run: Run) => Verdict) =>
  (run: Run): Verdict =>
    run.lines.includes('exec: EACCES')
      ? { unknown: 'nothing may be executed in the folder for temporary files' }
      : check(run);

export default {
  id: 'X16',
  title: 'Interpreter files: #!',
  source:
    'Advanced Programming in the UNIX Environment: figures 8.20 and 8.21, interpreter files',
  languages: ['en'],
  claims: [
    {
      claim:
        'The kernel runs the interpreter that #! names. Its arguments: the rest of that line, as one, spaces and all; then the path of the file, in place of argv[0]; then the other arguments of execl().',
      check: unlessNoexec((run) =>
        equal(findAll(run, /^arg \[(.*)\]$/).flat(), [
          path(run, 'testinterp'),
          'myarg1',
          'MY ARG2',
        ]),
      ),
    },
    {
      claim: 'A text without #! is no program: execv() fails.',
      check: unlessNoexec((run) =>
        equal(findAll(run, /^exec: (\w+)$/)[0], ['ENOEXEC']),
      ),
    },
    {
      claim: 'execvp() and execlp() have the shell run it then.',
      check: unlessNoexec((run) =>
        equal(find(run, /^a shell runs (.*) with (.*)$/), [
          path(run, 'plain'),
          'myarg1',
        ]),
      ),
    },
    {
      claim:
        'ENOENT for a file that is there: it is its interpreter that is not.',
      check: unlessNoexec((run) =>
        equal(findAll(run, /^exec: (\w+)$/)[1], ['ENOENT']),
      ),
    },
  ],
} satisfies Page;
