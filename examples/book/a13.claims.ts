import {
  all,
  differ,
  equal,
  find,
  findAll,
  type Page,
  type Run,
  type Verdict,
} from './checks.js';

/** ELF type of a program, and whether it is a PIE, in words. */
const kind = (run: Run, name: string) =>
  find(run, {
    en: new RegExp(`^${name}: (EXEC|DYN), (PIE|no PIE)$`),
    ja: new RegExp(`^${name}: (EXEC|DYN), (PIE|PIEではない)$`),
  });

/** Of pause, as one option made it; unless nothing could make it. */
function compiled(
  run: Run,
  option: string,
  check: (type: string, isPie: boolean) => Verdict,
): Verdict {
  const at = run.lines.indexOf(`$ cc -o pause ${option} pause.c`);
  if (at < 0) return `no line with ${option}`;
  if (run.lines[at + 1]?.startsWith('cc: it is not here'))
    return { unknown: `there is no cc here that knows ${option}` };
  const [type = '', word] = kind(run, `pause ${option}`);
  return check(type, word === 'PIE');
}

export default {
  id: 'A13',
  title: 'PIE or not: what the file says',
  source: '2章 プロセス管理 (基礎編): ASLR',
  languages: ['en', 'ja'],
  claims: [
    {
      claim: 'cc -no-pie makes a program that is no PIE: its type is EXEC.',
      check: (run) =>
        compiled(run, '-no-pie', (...found) => equal(found, ['EXEC', false])),
    },
    {
      claim: 'cc -pie makes one, which is of type DYN.',
      check: (run) =>
        compiled(run, '-pie', (...found) => equal(found, ['DYN', true])),
    },
    {
      claim:
        'With two dashes, as the source has it, gcc 12 makes a PIE all the same (W8): it is the file that tells, not the command.',
      check: (run) =>
        compiled(run, '--no-pie', (type, isPie) =>
          equal(type, isPie ? 'DYN' : 'EXEC'),
        ),
    },
    {
      claim:
        'The type alone does not tell: a library is of type DYN too, and no PIE.',
      check(run) {
        const [type, word] = kind(run, 'libc');
        return all(equal(type, 'DYN'), differ(word, 'PIE'));
      },
    },
    {
      claim:
        'file says the same: executable, pie executable (older ones: shared object), and shared object.',
      check(run) {
        const found = findAll(run, /^ {2}file: (.+)$/).flat();
        const kinds = findAll(run, /^.+: (EXEC|DYN), (.+)$/);
        if (kinds.length < 3) return `${kinds.length} programs`;
        if (found.every((it) => it === 'not here'))
          return { unknown: 'there is no file(1) here' };
        const said = kinds.map(([type, word]) => {
          if (type === 'EXEC') return 'executable';
          return word === 'PIE' ? 'pie executable' : 'shared object';
        });
        return equal(
          found.map((it, i) => {
            const what = it.replace(/^ELF 64-bit LSB /, '');
            const isOld =
              said[i] === 'pie executable' && what === 'shared object';
            return isOld ? said[i] : what;
          }),
          said,
        );
      },
    },
  ],
} satisfies Page;
