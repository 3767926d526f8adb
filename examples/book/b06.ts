// 第3章 プロセス管理: メモリマップ, sleep 10000 &
// In Korean: Chapter 3. 프로세스 관리, 메모리 맵

import { readFileSync, realpathSync } from 'node:fs';
import { kill, posix_spawn, waitpid } from 'posix-proc';
import { text, untilState } from './shared.js';

const program = realpathSync('/bin/sleep');

// Two fields of the ELF header: what readelf -h shows as Type and Entry point.
const file = readFileSync(program);
const type = { 2: 'EXEC', 3: 'DYN' }[file.readUInt16LE(16)];
const entry = file.readBigUInt64LE(24);
const hex = (address: bigint) => address.toString(16);
console.log(`${program}: ${type}, entry point ${hex(entry)}`);

const pid = posix_spawn(program, ['sleep', '10000'], { env: {} });
untilState(pid, 'S');
const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').trimEnd().split('\n');
const mine = maps.filter((row) => row.endsWith(` ${program}`));
const stack = maps.filter((row) => row.endsWith(' [stack]'));

const notes: Record<string, string> = {
  'r-xp': text({ en: 'code', ja: 'コード領域', ko: '코드 영역' }),
  'rw-p': text({ en: 'data', ja: 'データ領域', ko: '데이터 영역' }),
};
console.log('address perms offset dev inode pathname');
for (const row of mine) {
  const columns = row.split(/ +/);
  const note = notes[columns[1] as string];
  console.log(`${columns.join(' ')}${note ? `  # ${note}` : ''}`);
}
for (const row of stack) console.log(row.replace(/ +/g, ' '));

// A position-independent program is moved as a whole.
const start = BigInt(`0x${mine[0]?.split('-')[0]}`);
const base = type === 'DYN' ? start : 0n;
console.log(
  text({
    en: `entry point in memory: ${hex(base + entry)}`,
    ja: `メモリ上のエントリポイント: ${hex(base + entry)}`,
    ko: `메모리상의 엔트리 포인트: ${hex(base + entry)}`,
  }),
);

kill(pid, 'SIGTERM');
waitpid(pid);
