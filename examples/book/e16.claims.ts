import { all, equal, find, type Page } from './checks.js';

export default {
  id: 'E16',
  title: 'A zombie, and how to have none without waiting',
  source: 'なるほどUnixプロセス: ゾンビプロセス',
  languages: ['en'],
  claims: [
    {
      claim: 'A child whose status nobody asks for remains, as a zombie.',
      check: (run) => equal(find(run, /^not waited for: (.*)$/), ['Z']),
    },
    {
      claim:
        'Detached, it is not: waitpidAsync() asks as soon as there is an answer, and the program goes on meanwhile (there is no system call to detach a child: W18).',
      check: (run) =>
        all(
          equal(find(run, /^waitpidAsync\(\): (.*)$/), ['exited with 0, gone']),
          equal(run.lines[1], 'the program does something else'),
        ),
    },
    {
      claim:
        'A parent that ignores SIGCHLD has no zombies, and never learns how its children ended.',
      check: (run) =>
        equal(find(run, /^SIGCHLD ignored: (.*)$/), ['ECHILD, gone']),
    },
  ],
} satisfies Page;
