import { all, differ, equal, find, noZombies, type Page } from './checks.js';

const adopted = /^its child has parent (\d+) now$/;

export default {
  id: 'C08',
  title: 'The parent ends first: init takes the child in',
  source: 'プロセス制御: exit関数, 子と親の終了するタイミングの関係',
  languages: ['en'],
  claims: [
    {
      claim: 'A child goes on when its parent has ended.',
      check(run) {
        find(run, adopted);
        return equal(find(run, /^parent \d+: (.*)$/), ['exited with 0']);
      },
    },
    {
      claim:
        "Its parent is init then, or the nearest reaper (W4): not the one that has ended, nor that one's parent.",
      check(run) {
        const now = Number(find(run, adopted)[0]);
        const old = Number(find(run, /^parent (\d+): /)[0]);
        return all(differ(now, old), differ(now, run.pid));
      },
    },
    {
      claim: 'The new parent waits for it: no zombie is left.',
      async check(run) {
        find(run, adopted);
        return noZombies(run);
      },
    },
  ],
} satisfies Page;
