import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'C14',
  title: 'Seven exec functions',
  source: 'プロセス制御: exec関数群',
  languages: ['en'],
  claims: [
    {
      claim:
        'execl, execv, execlp, execvp: the program gets the environment of the caller. l is a list of arguments, v an array (a vector); p searches the program in PATH.',
      check: (run) =>
        equal(findAll(run, /^(\w+): hello$/).flat(), [
          ...['execl', 'execv', 'execlp', 'execvp'],
        ]),
    },
    {
      claim:
        'execle, execve, fexecve: e is an environment given with the call; f, that the program is an open file.',
      check: (run) =>
        equal(findAll(run, /^(\w+): good morning$/).flat(), [
          ...['execle', 'execve', 'fexecve'],
        ]),
    },
    {
      claim: 'They return only when they fail; here they throw.',
      check: (run) =>
        all(
          equal(find(run, /^execv: (E\w+)$/), ['ENOENT']),
          equal(find(run, /^execvp: (E\w+)$/), ['ENOENT']),
          equal(run.lines.length, 9),
        ),
    },
  ],
} satisfies Page;
