import { all, equal, find, findAll, type Page, type Run } from './checks.js';

/** How many different addresses there are among so many. */
function different(run: Run, what: string): [count: number, of: number] {
  const found = findAll(run, new RegExp(`^${what} at ([0-9a-f]+)$`)).flat();
  return [new Set(found).size, found.length];
}

export default {
  id: 'A12',
  title: 'Addresses are random, if the kernel is asked for that',
  source: '2章 プロセス管理 (基礎編): ASLR',
  languages: ['en'],
  claims: [
    {
      claim:
        'The kernel has a switch for it, in /proc/sys/kernel/randomize_va_space. It says 2: stack, libraries and heap.',
      check: (run) => equal(find(run, /randomize_va_space = (\d)$/), ['2']),
    },
    {
      claim: 'So the stack of a program is somewhere else each time.',
      check(run) {
        const [count, of] = different(run, 'stack');
        return all(equal(of, 3), count > 1 || 'all three are the same');
      },
    },
    {
      claim:
        'The personality ADDR_NO_RANDOMIZE switches it off for one program.',
      check(run) {
        const [allowed] = find(run, /^ADDR_NO_RANDOMIZE: (no error|EPERM)$/);
        if (allowed === 'EPERM')
          return { unknown: 'personality() is forbidden here' };
        return equal(different(run, 'stack, not random,'), [1, 3]);
      },
    },
  ],
} satisfies Page;
