import { differ, equal, find, noZombies, type Page } from './checks.js';

const first = /^first child (\d+) ended after ([\d.]+) s$/;
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
        const seconds = Number(find(run, first)[1]);
        const order = run.lines.map((line) => line.split(' ')[0]);
        if (seconds >= 2) return `blocked for ${seconds} s`;
        return equal(order, ['first', 'second']);
      },
    },
    {
      claim:
        'The second child belongs to another process then: init, or the nearest reaper (W4).',
      check(run) {
        const parent = find(run, second)[0];
        const verdict = differ(parent, find(run, first)[0]);
        return verdict === true ? differ(Number(parent), run.pid) : verdict;
      },
    },
    {
      claim: 'Nobody has waited for the second child, and no zombie is left.',
      check: noZombies,
    },
  ],
} satisfies Page;
