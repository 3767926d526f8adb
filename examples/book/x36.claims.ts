import { all, equal, find, findAll, type Page } from './checks.js';

export default {
  id: 'X36',
  title: 'Six ways to run a command',
  source: 'Working With Unix Processes: Spawning Terminal Processes',
  languages: ['en'],
  claims: [
    {
      claim: 'exec: the process becomes the command.',
      check: (run) => equal(find(run, /^exec: (.*)$/), ['hello']),
    },
    {
      claim:
        'system: the command prints where the program prints, which waits and gets its status.',
      check: (run) =>
        all(
          equal(find(run, /^system: (.*)$/), ['hello']),
          equal(find(run, /^system\(\) returned: (.*)$/), ['exited with 3']),
        ),
    },
    {
      claim: 'Backticks: what it prints is a value in the program.',
      check: (run) =>
        equal(find(run, /^backticks: (.*)$/), ['["one","two",""]']),
    },
    {
      claim:
        'spawn: the program need not wait; environment and descriptors are as it says.',
      check: (run) =>
        all(
          equal(findAll(run, /^spawn: (.*)$/).flat(), ['hello', 'an error']),
          equal(find(run, /^spawn returned: (.*)$/), ['exited with 0']),
        ),
    },
    {
      claim:
        'popen: what the program writes is the standard input of the command, and what that prints, it reads.',
      check: (run) => equal(find(run, /^popen: (.*)$/), ['apple, fig, pear']),
    },
    {
      claim: 'popen3: standard error has a pipe of its own.',
      check: (run) =>
        all(
          equal(find(run, /^popen3 stdout: (.*)$/), ['got a line']),
          equal(find(run, /^popen3 stderr: (.*)$/), ['no more']),
          equal(find(run, /^popen3 returned: (.*)$/), ['exited with 4']),
        ),
    },
  ],
} satisfies Page;
