// 第3章 プロセス管理: ELF, readelf -S /bin/sleep
// In Korean: Chapter 3. 프로세스 관리, 실행 파일의 구성 요소

import { kill, waitpid } from 'posix-proc';
import { maps } from 'posix-proc/proc';
import { hex, linesOf, partsOf, sleepProgram, start } from './programs.js';
import { text } from './shared.js';

const { file } = sleepProgram;
const { type, entry, code, data } = partsOf(file);
const parts = {
  [text({ en: 'code', ja: 'コード領域', ko: '코드 영역' })]: code,
  [text({ en: 'data', ja: 'データ領域', ko: '데이터 영역' })]: data,
};

const both = (value: bigint) => `0x${hex(value)} (= ${value})`;

console.log(`${file}: ${type}`);
console.log(
  text({
    en: '| | start in memory | offset in the file | size |',
    ja: '| | メモリマップ開始アドレス | ファイルオフセット | サイズ |',
    ko: '| | 메모리 맵 시작 주소 | 파일상 오프셋 | 사이즈 |',
  }),
);
for (const [name, { addr, offset, size }] of Object.entries(parts))
  console.log(`| ${name} | ${[addr, offset, size].map(both).join(' | ')} |`);
console.log(
  text({
    en: `| entry point | ${both(entry)} |`,
    ja: `| エントリポイント | ${both(entry)} |`,
    ko: `| 엔트리 포인트 | ${both(entry)} |`,
  }),
);

// What readelf says of both.
console.log(`$ readelf -S ${file}`);
const rows = linesOf('readelf', '-SW', file) ?? ['no readelf here'];
for (const line of rows.filter((it) => / \.(text|data) |^no/.test(it)))
  console.log(line);

// The same in a process: all of the program is moved by one distance.
const pid = start(sleepProgram);
const mine = maps(pid).filter(({ path }) => path === file);
const moved = type === 'EXEC' ? 0n : (mine[0]?.start ?? 0n);
for (const [name, { addr, size }] of Object.entries(parts)) {
  const from = moved + addr;
  const to = from + size;
  const mapping = mine.find(({ start, end }) => start <= from && to <= end);
  console.log(`${name}: ${hex(from)}-${hex(to)} ${mapping?.perms}`);
}
kill(pid, 'SIGTERM');
waitpid(pid);
