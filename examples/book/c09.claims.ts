import { all, equal, find, findAll, type Page } from './checks.js';

const stat = /^\/proc\/(\d+)\/stat: (.*)$/;
const waited = /^waitpid\((\d+)\): (.*)$/;

export default {
  id: 'C09',
  title: 'The child ends first: a zombie, as ps -fl shows it',
  source: 'プロセス制御: exit関数, 子と親の終了するタイミングの関係',
  languages: ['en'],
  claims: [
    {
      claim: 'A child that nobody has waited for is a zombie.',
      check: (run) => equal(findAll(run, stat)[0], [find(run, waited)[0], 'Z']),
    },
    {
      claim:
        'ps -fl shows state Z and <defunct> (the columns are those of Linux; the source shows those of macOS: W14).',
      check(run) {
        const [pid] = find(run, waited);
        if (run.lines.includes('no row of ps'))
          return { unknown: 'there is no ps here that knows -fl' };
        const [state, of, parent] = find(
          run,
          /^\d+ (\w) +\S+ +(\d+) +(\d+) .* <defunct>$/,
        );
        return equal([state, of, Number(parent)], ['Z', pid, run.pid]);
      },
    },
    {
      claim:
        'What is kept of it is what its parent may want to know: it exited, with 9.',
      check: (run) => equal(find(run, waited)[1], 'exited with 9'),
    },
    {
      claim: 'Once the parent has asked, it is gone.',
      check: (run) =>
        all(
          equal(findAll(run, stat)[1]?.[1], 'no such process'),
          equal(findAll(run, stat)[1]?.[0], find(run, waited)[0]),
        ),
    },
  ],
} satisfies Page;
