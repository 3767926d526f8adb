import { all, differ, equal, find, noZombies, type Page } from './checks.js';

const first = /^first child (\d+) ended after [\d.]+ s$/;
const second = /^second child, parent pid = (\d+)$/;

export default {
  id: 'C12',
  title: 'No zombie and no waiting: fork twice',
  source: 'プロセス制御: wait関数, ゾンビのさけ方',
  languages: ['en'],
  claims: [
    {
      claim:
        'The parent is blocked for the first child only, which ends at once: it goes on well before the second child ends.',
      check(run) {
        const order = run.lines.map((line) => line.split(' ')[0]);
        return equal(order, ['first', 'second']);
      },
    },
    {
      claim:
        'The second child belongs to another process then: init, or the nearest reaper (W4).',
      check(run) {
        const parent = find(run, second)[0];
        return all(
          differ(parent, find(run, first)[0]),
          differ(parent, `${run.pid}`),
        );
      },
    },
    {
      claim: 'Nobody has waited for the second child, and no zombie is left.',
      async check(run) {
        find(run, second);
        return noZombies(run);
      },
    },
  ],
} satisfies Page;
