// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, メモリマップを確認する

import { kill, waitpid } from 'posix-proc';
import type { Section } from 'posix-proc/elf';
import { maps } from 'posix-proc/proc';
import { hex, partsOf, pauseProgram, start } from './programs.js';
import { how, text } from './shared.js';

const program = pauseProgram();
const { type, code, data } = partsOf(program.file);
const pid = start(program);
const mappings = maps(pid);

// One of type EXEC is where its file says, and a DYN moved as a whole.
const first = mappings.find(({ path }) => path === program.file);
const moved = type === 'EXEC' ? 0n : (first?.start ?? 0n);

function range({ addr, size }: Section) {
  const start = moved + addr;
  return { start, end: start + size };
}
const parts = {
  [text({ en: 'code', ja: 'コード領域' })]: range(code),
  [text({ en: 'data', ja: 'データ領域' })]: range(data),
};
for (const [name, { start, end }] of Object.entries(parts))
  console.log(`${name}: ${hex(start)} - ${hex(end)}`);

console.log(`$ cat /proc/${pid}/maps`);
for (const { start, end, perms, offset, dev, inode, path } of mappings) {
  const held = Object.entries(parts)
    .filter(([, part]) => start <= part.start && part.end <= end)
    .map(([name]) => ` ★ ${name}`);
  const [from, to, at] = [start, end, offset].map((it) =>
    hex(it).padStart(8, '0'),
  );
  console.log(`${from}-${to} ${perms} ${at} ${dev} ${inode} ${path}${held}`);
}

kill(pid, 'SIGTERM');
console.log(`waitpid(): ${how(waitpid(pid))}`);
