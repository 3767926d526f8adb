import { all, equal, findAll, type Page, type Run } from './checks.js';

/** When that child had done its quarters, in ms. */
function times(run: Run, child: string): number[] {
  const row = new RegExp(`^${child}: (\\d+) ms (\\d+) %$`);
  const rows = findAll(run, row).map((cells) => cells.map(Number));
  const percents = rows.map(([, percent]) => percent);
  if (`${percents}` !== '25,50,75,100')
    throw new Error(`${child}: ${percents}`);
  return rows.map(([ms]) => ms as number);
}

function sooner(a = 0, b = 0) {
  return a < b || `${a} ms and ${b} ms`;
}

export default {
  id: 'X05',
  title: 'Children that share a processor',
  source:
    '試して理解Linuxのしくみ: プロセススケジューラ, sched.py, sched-nice.py',
  languages: ['en'],
  claims: [
    {
      claim:
        'A child needs at least the 200 ms of processor time that it takes.',
      check: (run) => sooner(195, times(run, 'alone 0, nice 0')[3]),
    },
    {
      claim:
        'Two on one processor take turns: neither has ended when the other has a quarter behind it.',
      check(run) {
        const [a, b] = [0, 1].map((i) => times(run, `two ${i}, nice 0`));
        return all(sooner(a?.[0], b?.[3]), sooner(b?.[0], a?.[3]));
      },
    },
    {
      claim: 'The one that is nice to the other one is ready after it.',
      check: (run) =>
        sooner(
          times(run, 'unequal 0, nice 0')[3],
          times(run, 'unequal 1, nice 10')[3],
        ),
    },
    {
      claim: 'There were five children.',
      check: (run) => equal(findAll(run, / (100) %$/).length, 5),
    },
  ],
} satisfies Page;
