import {
  all,
  equal,
  find,
  type Page,
  type Run,
  type Verdict,
} from './checks.js';

const counted = (run: Run, how: string): [number, number] => {
  const [count, all] = find(run, new RegExp(`^${how}: (\\d+) of (\\d+)$`));
  return [Number(count), Number(all)];
};

function lost(run: Run, how: string): Verdict {
  const [count, all] = counted(run, how);
  return (count > 0 && count < all) || `${count} of ${all}`;
}

export default {
  id: 'X04',
  title: 'A counter in a file, and flock()',
  source:
    '試して理解Linuxのしくみ: 排他制御, inc.sh, inc-lock.sh, inc-wrong-lock.sh',
  languages: ['en'],
  claims: [
    {
      claim:
        'Four processes count to 1000 in a file, and lose some: two read the same number, and both write the next one.',
      check: (run) =>
        all(lost(run, 'no lock'), equal(counted(run, 'no lock')[1], 1000)),
    },
    {
      claim: 'A lock that is taken after reading does not help.',
      check: (run) => lost(run, 'a lock, too late'),
    },
    {
      claim: 'With flock() around reading and writing nothing is lost.',
      check: (run) => equal(counted(run, 'a lock'), [1000, 1000]),
    },
  ],
} satisfies Page;
