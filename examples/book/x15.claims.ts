import { dirname } from 'node:path';
import { equal, findAll, type Page, type Run } from './checks.js';

function halves({ lines }: Run): [string[], string[]] {
  const middle = lines.indexOf('and now by execlp()');
  return [lines.slice(0, middle), lines.slice(middle + 1)];
}

export default {
  id: 'X15',
  title: 'exec1 and echoall: what a program gets',
  source:
    'Advanced Programming in the UNIX Environment: figures 8.16 and 8.17, exec1.c and echoall.c',
  languages: ['en'],
  claims: [
    {
      claim:
        'The arguments come as they are, spaces and all; argv[0] is whatever the caller says, here not the name of the file.',
      check: (run) =>
        equal(findAll(run, /^argv\[(\d)\]: (.*)$/), [
          ['0', 'echoall'],
          ['1', 'myarg1'],
          ['2', 'MY ARG2'],
          ['0', 'echoall'],
          ['1', 'only 1 arg'],
        ]),
    },
    {
      claim: 'execle(): the environment is the one given, and nothing else.',
      check: (run) =>
        equal(halves(run)[0].slice(-3), [
          ...['USER=unknown', 'PATH=/tmp', 'EDITOR='],
        ]),
    },
    {
      claim:
        'execlp(): it is that of the caller, whose PATH is also where the program is found.',
      check: (run) =>
        equal(halves(run)[1].slice(-3), [
          'USER=sar',
          `PATH=${dirname(process.execPath)}`,
          'EDITOR=vi',
        ]),
    },
  ],
} satisfies Page;
