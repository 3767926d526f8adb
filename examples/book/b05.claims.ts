import { all, equal, find, fromHex, type Page, type Run } from './checks.js';

const names = {
  code: { en: 'code', ja: 'コード領域', ko: '코드 영역' },
  data: { en: 'data', ja: 'データ領域', ko: '데이터 영역' },
};

const value = '0x([0-9a-f]+) \\(= (\\d+)\\)';
const entry = {
  en: new RegExp(`^\\| entry point \\| ${value} \\|$`),
  ja: new RegExp(`^\\| エントリポイント \\| ${value} \\|$`),
  ko: new RegExp(`^\\| 엔트리 포인트 \\| ${value} \\|$`),
};

/** A row of the table: each number in base 16 and in base 10. */
function row(run: Run, part: keyof typeof names): string[] {
  const name = names[part][run.language];
  const cells = Array(3).fill(value).join(' \\| ');
  return find(run, new RegExp(`^\\| ${name} \\| ${cells} \\|$`));
}

/** Where it is in the process, and how that is protected. */
function inMemory(run: Run, part: keyof typeof names) {
  const name = names[part][run.language];
  const pattern = `^${name}: ([0-9a-f]+)-([0-9a-f]+) (....|undefined)$`;
  const [from, to, perms] = find(run, new RegExp(pattern));
  return { start: fromHex(from), size: fromHex(to) - fromHex(from), perms };
}

export default {
  id: 'B05',
  title: 'Code and data of /bin/sleep, in the file and in memory',
  source:
    '第3章 プロセス管理: ELF · Chapter 3. 프로세스 관리: 실행 파일의 구성 요소',
  languages: ['en', 'ja', 'ko'],
  picture: 'sections',
  claims: [
    {
      claim: '.text is the code and .data the data that readelf -S shows.',
      check(run) {
        const mine = (['code', 'data'] as const).map((part) =>
          row(run, part).filter((_, i) => i % 2 === 0),
        );
        if (run.lines.includes('no readelf here'))
          return { unknown: 'there is no readelf here' };
        const theirs = ['text', 'data'].map((name) =>
          find(
            run,
            new RegExp(`\\] \\.${name} +PROGBITS +(\\w+) (\\w+) (\\w+) `),
          ),
        );
        return equal(
          mine.flat().map((it) => `${fromHex(it)}`),
          theirs.flat().map((it) => `${fromHex(it)}`),
        );
      },
    },
    {
      claim: 'Its numbers are in base 16; in base 10 they read otherwise.',
      check(run) {
        const cells = [...row(run, 'code'), ...row(run, 'data')];
        const pairs = [...cells, ...find(run, entry)];
        return equal(
          pairs.filter((_, i) => i % 2 === 0).map((it) => `${fromHex(it)}`),
          pairs.filter((_, i) => i % 2 === 1),
        );
      },
    },
    {
      claim:
        'The entry point is in the code, but need not be where it begins (W20).',
      check(run) {
        const [start, , , , size] = row(run, 'code').map(fromHex);
        const [at] = find(run, entry).map(fromHex);
        const [begin, end] = [
          start as bigint,
          (start as bigint) + (size ?? 0n),
        ];
        return (
          (begin <= (at as bigint) && (at as bigint) < end) || `it is at ${at}`
        );
      },
    },
    {
      claim:
        'In the process, the code may be executed and the data be written to, and both are as long as in the file.',
      check(run) {
        const [code, data] = [inMemory(run, 'code'), inMemory(run, 'data')];
        return all(
          equal([code.perms, data.perms], ['r-xp', 'rw-p']),
          equal(
            [code.size, data.size].map(String),
            [row(run, 'code')[4], row(run, 'data')[4]].map(
              (it) => `${fromHex(it)}`,
            ),
          ),
        );
      },
    },
    {
      claim:
        'A program of type DYN is moved as a whole: code and data are as far apart as in the file.',
      check(run) {
        find(run, /^\/\S+: (EXEC|DYN)$/);
        const apart = inMemory(run, 'data').start - inMemory(run, 'code').start;
        const inFile =
          fromHex(row(run, 'data')[0]) - fromHex(row(run, 'code')[0]);
        return equal(`${apart}`, `${inFile}`);
      },
    },
  ],
} satisfies Page;
