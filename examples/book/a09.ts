// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, readelf -S
// With its option -W: a line for each section, not two.

import { readElf } from 'posix-proc/elf';
import { linesOf, pauseProgram } from './programs.js';

const { file, argv0 } = pauseProgram();
const elf = readElf(file);

const hex = (number: bigint, digits: number) =>
  number.toString(16).padStart(digits, '0');

console.log(
  `${argv0}: ${elf.header.shnum} section headers, starting at offset 0x${hex(elf.header.shoff, 0)}:`,
);
for (const [i, it] of elf.sections.entries()) {
  const cells = [
    `  [${`${i}`.padStart(2)}] ${it.name.padEnd(17)} ${it.type.padEnd(15)}`,
    ...[hex(it.addr, 16), hex(it.offset, 6), hex(it.size, 6)],
    ...[hex(it.entsize, 2), it.flags.padStart(3)],
    ...[it.link, it.info, it.align].map((cell) => `${cell}`.padStart(2)),
  ];
  console.log(cells.join(' '));
}
console.log('Flags: W (write), A (alloc), X (execute), others for linkers');
elf.close();

console.log(`$ readelf -SW ${argv0}`);
const theirs = linesOf('readelf', '-SW', file) ?? ['no readelf here'];
for (const line of theirs.filter((it) => /^ +\[ *\d|^no/.test(it)))
  console.log(line);
