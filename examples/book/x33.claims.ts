import { all, equal, find, findAll, type Page } from './checks.js';

const notMe = "Na na na, you can't get me";

export default {
  id: 'X33',
  title: 'SIGCHLD, and handlers that replace each other',
  source: 'Working with UNIX Processes: signals',
  languages: ['en'],
  claims: [
    {
      claim:
        'Children that end together send one SIGCHLD: who waits once for each loses some.',
      check: (run) =>
        equal(find(run, /^one wait\(\) for a SIGCHLD: (.*)$/), ['1 of 3']),
    },
    {
      claim: 'Who waits with WNOHANG until there is none gets all.',
      check: (run) =>
        all(
          equal(find(run, /^as many as there are: (.*)$/), ['3 of 3']),
          equal(find(run, /^and then: (.*)$/), ['ECHILD']),
        ),
    },
    {
      claim:
        'A handler replaces the default, SIG_IGN replaces the handler, and a new handler may call the one from before.',
      check: (run) =>
        equal(findAll(run, /^(Na.*|ignored|this is.*)$/).flat(), [
          notMe,
          'ignored',
          'this is the second handler',
          notMe,
        ]),
    },
    {
      claim: 'Who has no handler is ended by the signal of another process.',
      check: (run) =>
        all(
          equal(find(run, /^killed: (.*)$/), ['killed by SIGINT']),
          equal(find(run, /^killer: (.*)$/), ['exited with 0']),
        ),
    },
  ],
} satisfies Page;
