import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
} from './checks.js';

const bases = (run: Run, what: string) =>
  findAll(run, new RegExp(`^${what} at ([0-9a-f]+)$`)).flat();

const typeOf = (run: Run, name: string) =>
  find(run, new RegExp(`^${name}: (EXEC|DYN)$`))[0];

export default {
  id: 'A14',
  title: 'The same program twice, at two addresses',
  source: '2章 プロセス管理 (基礎編): ASLR',
  languages: ['en'],
  claims: [
    {
      claim:
        'A position-independent executable (its ELF type is DYN) is somewhere else each time.',
      check(run) {
        const found = bases(run, 'cat');
        return all(
          equal([typeOf(run, 'cat'), found.length], ['DYN', 2]),
          differ(found[0], found[1]),
        );
      },
    },
    {
      claim: 'One of type EXEC is always where its file says: at 00400000.',
      check(run) {
        if (typeOf(run, 'node') !== 'EXEC')
          return { unknown: 'this node is of type DYN, and there is no other' };
        return equal(bases(run, 'node'), ['00400000', '00400000']);
      },
    },
    {
      claim:
        'With ADDR_NO_RANDOMIZE, a personality that spawn() gives, the first one too is in the same place twice.',
      check(run) {
        const [allowed] = find(run, /^ADDR_NO_RANDOMIZE: (no error|EPERM)$/);
        if (allowed === 'EPERM')
          return { unknown: 'personality() is forbidden here' };
        const found = bases(run, 'cat, not random,');
        return all(equal(found.length, 2), equal(found[0], found[1]));
      },
    },
  ],
} satisfies Page;
