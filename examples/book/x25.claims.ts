import { equal, find, findAll, type Page, type Run } from './checks.js';

const poem = ['roses are red', 'violets are blue'];
const endings = (run: Run) => findAll(run, /^pclose\(\): (.*)$/).flat();

export default {
  id: 'X25',
  title: 'A pipe to a program, and popen()',
  source:
    'Advanced Programming in the UNIX Environment: figure 15.6, pipe2.c, and figure 15.12, popen',
  languages: ['en'],
  claims: [
    {
      claim:
        'What the parent writes to the pipe, the pager reads from its standard input: dup2() has made it that.',
      check: (run) => equal(findAll(run, /^page: (.*)$/).flat(), poem),
    },
    {
      claim:
        'It ends when it has read all: after the last close() of the writing end comes the end of file.',
      check: (run) => equal(run.lines[2], 'pager: exited with 0'),
    },
    {
      claim: 'popen(command, "w"): the same, with a shell to run a command.',
      check: (run) =>
        equal(
          findAll(run, /^popen w: (.*)$/).flat(),
          poem.map((line) => line.toUpperCase()),
        ),
    },
    {
      claim: 'popen(command, "r"): the other way round.',
      check: (run) => equal(find(run, /^popen r: (.*)$/), ['from the command']),
    },
    {
      claim: 'pclose() waits for the command, and returns how it has ended.',
      check: (run) => equal(endings(run), ['exited with 0', 'exited with 3']),
    },
  ],
} satisfies Page;
