import { find, type Page, type Run } from './checks.js';

const row = (run: Run, who: string) =>
  find(run, new RegExp(`^${who}: nice (-?\\d+), count (\\d+)$`)).map(
    Number,
  ) as [nice: number, count: number];

export default {
  id: 'X20',
  title: 'nice: who is nice gets on less',
  source: 'Advanced Programming in the UNIX Environment: figure 8.30, nice.c',
  languages: ['en'],
  claims: [
    {
      claim: 'nice() changes the nice value of the child alone.',
      check(run) {
        const [parent, child] = [row(run, 'parent')[0], row(run, 'child')[0]];
        return (child === 19 && parent <= 19) || `${parent} and ${child}`;
      },
    },
    {
      claim:
        'On one processor, the child at 19 gets on less than the parent, by far.',
      check(run) {
        const [nice, parent] = row(run, 'parent');
        const [, child] = row(run, 'child');
        if (nice === 19) return { unknown: 'the parent is as nice as can be' };
        return parent > 2 * child || `${parent} and ${child}`;
      },
    },
  ],
} satisfies Page;
