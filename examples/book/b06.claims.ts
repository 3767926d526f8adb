import {
  all,
  equal,
  find,
  findAll,
  fromHex,
  type Page,
  type Run,
} from './checks.js';

const elf = /: (EXEC|DYN), entry point ([0-9a-f]+)$/;
const columns =
  /^([0-9a-f]+)-([0-9a-f]+) ([r-][w-][x-][ps]) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\d+) (\S+)/;
const code = {
  en: /^(\w+)-(\w+) r-xp .* {2}# code$/,
  ja: /^(\w+)-(\w+) r-xp .* {2}# コード領域$/,
  ko: /^(\w+)-(\w+) r-xp .* {2}# 코드 영역$/,
};
const data = {
  en: /^(\w+)-(\w+) rw-p .* {2}# data$/,
  ja: /^(\w+)-(\w+) rw-p .* {2}# データ領域$/,
  ko: /^(\w+)-(\w+) rw-p .* {2}# 데이터 영역$/,
};
const entryInMemory = {
  en: /^entry point in memory: (\w+)$/,
  ja: /^メモリ上のエントリポイント: (\w+)$/,
  ko: /^메모리상의 엔트리 포인트: (\w+)$/,
};

/** The addresses of the first line that matches; code may be in pieces. */
function range(run: Run, patterns: typeof code) {
  const [start, end] = findAll(run, patterns)[0] as string[];
  return { start: fromHex(start), end: fromHex(end) };
}

export default {
  id: 'B06',
  title: 'The memory map of a running program',
  source:
    '第3章 プロセス管理: メモリマップ · Chapter 3. 프로세스 관리: 메모리 맵',
  languages: ['en', 'ja', 'ko'],
  picture: 'sections',
  claims: [
    {
      claim:
        '/proc/PID/maps has a line of six columns for each mapping: address, perms, offset, dev, inode, pathname.',
      check(run) {
        find(run, /^address perms offset dev inode pathname$/);
        const rows = run.lines.slice(2, -1);
        return all(
          equal(rows.length > 2, true),
          equal(
            rows.filter((row) => !columns.test(row)),
            [],
          ),
        );
      },
    },
    {
      claim:
        'The code may be read and executed (r-xp), and the entry point is in it.',
      check(run) {
        const { start, end } = range(run, code);
        const entry = fromHex(find(run, entryInMemory)[0]);
        return (start <= entry && entry < end) || `${entry} is not in the code`;
      },
    },
    {
      claim: 'The data may be read and written (rw-p), and comes after it.',
      check: (run) =>
        range(run, data).start >= range(run, code).end || 'it comes before',
    },
    {
      claim: 'What belongs to no file has no inode: the stack, for one.',
      check: (run) =>
        equal(
          findAll(run, columns)
            .filter(([, , , inode]) => inode === '0')
            .map(([, , perms, , path]) => [perms, path]),
          [['rw-p', '[stack]']],
        ),
    },
    {
      claim:
        'Why the addresses are no neat 00400000, as a source asks: a position-independent program (DYN) is put anywhere, another time elsewhere. Only an EXEC lies where its file says.',
      check(run) {
        const [type, entry] = find(run, elf);
        const moved = fromHex(entry) !== fromHex(find(run, entryInMemory)[0]);
        return equal(moved, type === 'DYN');
      },
    },
  ],
} satisfies Page;
