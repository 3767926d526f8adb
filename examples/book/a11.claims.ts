import {
  all,
  equal,
  find,
  findAll,
  fromHex,
  type Page,
  type Run,
} from './checks.js';

const names = { code: ['code', 'コード領域'], data: ['data', 'データ領域'] };

const mapping =
  /^([0-9a-f]+)-([0-9a-f]+) ([r-][w-][x-][ps]) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\d+) (.*)$/;

/** A part of the program lies within the one mapping that is marked so. */
function lies(run: Run, part: keyof typeof names, perms: string) {
  const name = names[part][run.language === 'ja' ? 1 : 0];
  const range = new RegExp(`^${name}: ([0-9a-f]+) - ([0-9a-f]+)$`);
  const [start = 0n, end = 0n] = find(run, range).map(fromHex);
  const marked = new RegExp(
    mapping.source.replace('(.*)', `.*/(.+) ★ ${name}`),
  );
  const [from, to, allowed] = find(run, marked);
  return all(
    equal(allowed, perms),
    (start < end && fromHex(from) <= start && end <= fromHex(to)) ||
      `${start} to ${end} are not in it`,
  );
}

/** Inode and path of each line. */
const files = (run: Run) =>
  findAll(run, mapping).map(([, , , inode, path]) => [inode, path]);

export default {
  id: 'A11',
  title: 'Code and data in the memory map of the process',
  source:
    '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, メモリマップを確認する',
  languages: ['en', 'ja'],
  picture: 'sections',
  claims: [
    {
      claim:
        'The code, from its address on and as long as it is, lies in the mapping of the file that may be executed: r-xp.',
      check: (run) => lies(run, 'code', 'r-xp'),
    },
    {
      claim: 'The data lies in the one that may be written to: rw-p.',
      check: (run) => lies(run, 'data', 'rw-p'),
    },
    {
      claim:
        'What is in brackets comes from no file: the stack, and what the kernel adds.',
      check(run) {
        const inBrackets = files(run).filter(([, path]) =>
          path?.startsWith('['),
        );
        return all(
          equal(inBrackets.filter(([, path]) => path === '[stack]').length, 1),
          equal(
            inBrackets.filter(([inode]) => inode !== '0'),
            [],
          ),
        );
      },
    },
    {
      claim:
        'Which these are is up to the kernel (W21): [vsyscall] may be --xp, r-xp or missing, and newer ones have a [vvar_vclock]. There is always a line of the same form.',
      check(run) {
        const from = run.lines.findIndex((it) => it.startsWith('$ cat /proc/'));
        const rows = run.lines.slice(from + 1, -1);
        return all(
          equal(from > 0 && rows.length > 3, true),
          equal(
            rows.filter((row) => !mapping.test(row)),
            [],
          ),
        );
      },
    },
    {
      claim: 'kill ends it.',
      check: (run) =>
        equal(find(run, /^waitpid\(\): killed by (\w+)$/), ['SIGTERM']),
    },
  ],
} satisfies Page;
