import {
  all,
  equal,
  find,
  findAll,
  fromHex,
  type Page,
  type Run,
} from './checks.js';

/** A row of the table: of the code, and of the data. */
const row = (run: Run, en: string, ja: string) =>
  find(run, {
    en: new RegExp(`^\\| ${en} \\| ([0-9a-f]+) \\| ([0-9a-f]+) \\|$`),
    ja: new RegExp(`^\\| ${ja} \\| ([0-9a-f]+) \\| ([0-9a-f]+) \\|$`),
  }).map(fromHex);

const rows = (run: Run) => [
  row(run, 'start in memory', 'メモリマップの開始アドレス'),
  row(run, 'size', 'サイズ'),
  row(run, 'offset in the file', 'ファイル内オフセット'),
];

/** Of the code (0) or of the data (1). */
function part(run: Run, which: number) {
  const [start, size, offset] = rows(run).map((it) => it[which]);
  return { start, size, offset } as Record<'start' | 'size' | 'offset', bigint>;
}

const page = 4096n;

export default {
  id: 'A10',
  title: 'Code and data of a program: the table',
  source: '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, まとめ',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'The address, the size and the offset of .text and .data are what readelf -S shows.',
      check(run) {
        const table = rows(run);
        if (findAll(run, /^readelf -S: (\S+), no readelf here$/).length === 2)
          return { unknown: 'there is no readelf here' };
        const theirs = ['text', 'data'].map((name) =>
          find(
            run,
            new RegExp(`^readelf -S: \\.${name} (\\w+) (\\w+) (\\w+)$`),
          ).map(fromHex),
        );
        const mine = [0, 1].map((which) => table.map((it) => it[which]));
        return equal(mine.map(String), theirs.map(String));
      },
    },
    {
      claim:
        'Address and offset end in the same three digits: a file is mapped by pages of 4096 bytes, hexadecimal 1000.',
      check: (run) =>
        all(
          ...[part(run, 0), part(run, 1)].map(({ start, offset }) =>
            equal(`${start % page}`, `${offset % page}`),
          ),
        ),
    },
    {
      claim:
        'Code and data share no page of memory: one may be executed, the other be written to, and none both.',
      check(run) {
        const [code, data] = [part(run, 0), part(run, 1)];
        const last = (code.start + code.size - 1n) / page;
        return last < data.start / page || 'they do';
      },
    },
    {
      claim: 'The entry point is in the code.',
      check(run) {
        const { start, size } = part(run, 0);
        const [entry = 0n] = find(run, {
          en: /^entry point: ([0-9a-f]+)$/,
          ja: /^エントリポイント: ([0-9a-f]+)$/,
        }).map(fromHex);
        return (
          (start <= entry && entry < start + size) || `${entry} is not in it`
        );
      },
    },
  ],
} satisfies Page;
