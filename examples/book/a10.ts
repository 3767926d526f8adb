// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, まとめ

import { hex, linesOf, partsOf, pauseProgram } from './programs.js';
import { text } from './shared.js';

const { file, argv0 } = pauseProgram();
const { entry, code, data } = partsOf(file);

const row = (name: string, key: 'addr' | 'size' | 'offset') =>
  console.log(`| ${name} | ${hex(code[key])} | ${hex(data[key])} |`);

console.log(
  text({
    en: `| ${argv0} | code section | data section |`,
    ja: `| ${argv0} | コードセクション | データセクション |`,
  }),
);
row(text({ en: 'start in memory', ja: 'メモリマップの開始アドレス' }), 'addr');
row(text({ en: 'size', ja: 'サイズ' }), 'size');
row(text({ en: 'offset in the file', ja: 'ファイル内オフセット' }), 'offset');
console.log(
  text({
    en: `entry point: ${hex(entry)}`,
    ja: `エントリポイント: ${hex(entry)}`,
  }),
);

// What readelf says of both.
const rows = linesOf('readelf', '-SW', file);
for (const name of ['.text', '.data']) {
  const theirs = rows?.find((it) => it.includes(` ${name} `)) ?? '';
  const [, addr, offset, size] = /S +(\S+) (\S+) (\S+)/.exec(theirs) ?? [];
  console.log(
    rows
      ? `readelf -S: ${name} ${addr} ${size} ${offset}`
      : `readelf -S: ${name}, no readelf here`,
  );
}
