import { all, differ, equal, find, findAll, type Page } from './checks.js';

const daemon = /^daemon (\d+): parent (\d+), session (\d+)$/;

export default {
  id: 'E18',
  title: 'A server in the background',
  source: 'なるほどUnixプロセス: デーモンプロセス',
  languages: ['en'],
  claims: [
    {
      claim:
        'A web server answers requests, as its event loop goes on after both forks.',
      check: (run) =>
        equal(
          findAll(run, /^(\/\w+) from process (\d+)$/),
          ['/first', '/second'].map((path) => [path, find(run, daemon)[0]]),
        ),
    },
    {
      claim: 'No terminal controls it.',
      check: (run) =>
        equal(find(run, /^terminal (\d+), foreground group (-?\d+)$/), [
          '0',
          '-1',
        ]),
    },
    {
      claim:
        'It is in a session that another has led, and the child of whoever takes in orphans (W4).',
      check(run) {
        const [pid, ppid, session] = find(run, daemon);
        return all(
          differ(pid, session),
          differ(session, `${run.pid}`),
          differ(ppid, `${run.pid}`),
        );
      },
    },
    {
      claim: 'It runs until a signal ends it: then nobody answers any more.',
      check: (run) =>
        equal(find(run, /^after SIGTERM: (.*)$/), ['ECONNREFUSED']),
    },
  ],
} satisfies Page;
