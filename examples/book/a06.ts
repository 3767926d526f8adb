// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { auxv } from 'posix-proc/proc';
import { hex, partsOf } from './programs.js';
import { text } from './shared.js';

const { type, entry, code, data } = partsOf(process.execPath);

console.log(`node: ${type}, ${statSync(process.execPath).size}`);
const parts = {
  [text({ en: 'code', ja: 'コード領域' })]: code,
  [text({ en: 'data', ja: 'データ領域' })]: data,
};
for (const [name, { offset, size, addr }] of Object.entries(parts))
  console.log(
    text({
      en: `${name}: offset in the file ${hex(offset)}, size ${hex(size)}, start in memory ${hex(addr)}`,
      ja: `${name}: ファイル上オフセット ${hex(offset)}, サイズ ${hex(size)}, メモリマップ開始アドレス ${hex(addr)}`,
    }),
  );
console.log(
  text({
    en: `first instruction: ${hex(entry)}`,
    ja: `最初に実行する命令: ${hex(entry)}`,
  }),
);

function bytesAt(file: string, position: bigint): string {
  const bytes = Buffer.alloc(8);
  const fd = openSync(file, 'r');
  readSync(fd, bytes, 0, bytes.length, position);
  closeSync(fd);
  return bytes.toString('hex');
}

// The kernel has told this very process where it began.
const begun = auxv('self').AT_ENTRY as bigint;
const inFile = bytesAt(process.execPath, code.offset + entry - code.addr);
const inMemory = bytesAt('/proc/self/mem', begun);
console.log(
  text({
    en: `this process began at ${hex(begun)}`,
    ja: `このプロセスが実行を開始したアドレス: ${hex(begun)}`,
  }),
);
console.log(
  text({
    en: `what is there: in the file ${inFile}, in memory ${inMemory}`,
    ja: `その内容: ファイル ${inFile}, メモリ ${inMemory}`,
  }),
);
