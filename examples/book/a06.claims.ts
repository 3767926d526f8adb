import { all, equal, find, fromHex, type Page, type Run } from './checks.js';

const code = {
  en: /^code: offset in the file (\w+), size (\w+), start in memory (\w+)$/,
  ja: /^コード領域: ファイル上オフセット (\w+), サイズ (\w+), メモリマップ開始アドレス (\w+)$/,
};
const data = {
  en: /^data: offset in the file (\w+), size (\w+), start in memory (\w+)$/,
  ja: /^データ領域: ファイル上オフセット (\w+), サイズ (\w+), メモリマップ開始アドレス (\w+)$/,
};
const first = {
  en: /^first instruction: (\w+)$/,
  ja: /^最初に実行する命令: (\w+)$/,
};
const begun = {
  en: /^this process began at (\w+)$/,
  ja: /^このプロセスが実行を開始したアドレス: (\w+)$/,
};
const content = {
  en: /^what is there: in the file (\w+), in memory (\w+)$/,
  ja: /^その内容: ファイル (\w+), メモリ (\w+)$/,
};

const numbers = (run: Run, patterns: typeof code) =>
  find(run, patterns).map(fromHex) as [
    offset: bigint,
    size: bigint,
    start: bigint,
  ];

/** Of a piece of the file: it must be in the file. */
function isInFile(run: Run, patterns: typeof code) {
  const [, size = '0'] = find(run, /^node: (EXEC|DYN), (\d+)$/);
  const [offset, length, start] = numbers(run, patterns);
  const end = offset + length;
  return all(
    equal(length > 0n && start > 0n, true),
    end <= BigInt(size) || `it ends at ${end} of ${size} bytes`,
  );
}

export default {
  id: 'A06',
  title: 'What the file of a program must tell',
  source: '2章 プロセス管理 (基礎編): 実行ファイルのフォーマット',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        'Where its code is in the file, how long it is, and where it belongs in memory.',
      check: (run) => isInFile(run, code),
    },
    {
      claim: 'The same of its data.',
      check: (run) => isInFile(run, data),
    },
    {
      claim:
        'Where in memory its first instruction is, the entry point: somewhere in the code.',
      check(run) {
        const [, size, start] = numbers(run, code);
        const [entry] = numbers(run, first);
        return (
          (start <= entry && entry < start + size) || `${entry} is not in it`
        );
      },
    },
    {
      claim:
        'There the process has begun. (If the program is of type DYN, and was moved: by whole pages.)',
      check(run) {
        const [type] = find(run, /^node: (EXEC|DYN), /);
        const moved = numbers(run, begun)[0] - numbers(run, first)[0];
        return equal(`${type === 'EXEC' ? moved : moved % 4096n}`, '0');
      },
    },
    {
      claim: 'What it found there in memory is what the file has there.',
      check(run) {
        const [inFile, inMemory] = find(run, content);
        return equal(inMemory, inFile);
      },
    },
  ],
} satisfies Page;
