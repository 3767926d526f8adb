// 2章 プロセス管理 (基礎編): 実行ファイルのフォーマット, readelf -h

import { readFileSync } from 'node:fs';
import { readElf } from 'posix-proc/elf';
import { linesOf, pauseProgram } from './programs.js';

const { file, argv0 } = pauseProgram();
const elf = readElf(file);
const it = elf.header;
const types: Record<string, string> = {
  EXEC: 'Executable file',
  DYN: elf.isPie
    ? 'Position-Independent Executable file'
    : 'Shared object file',
};
elf.close();

const magic = readFileSync(file).subarray(0, 16).toString('hex');
const hex = (number: number | bigint) => `0x${number.toString(16)}`;
const rows = [
  ['Class', it.class],
  ['Data', `2's complement, ${it.data} endian`],
  ['Version', '1 (current)'],
  ['OS/ABI', it.osabi],
  ['ABI Version', it.abiVersion],
  ['Type', `${it.type} (${types[it.type]})`],
  ['Machine', it.machine],
  ['Version', hex(it.version)],
  ['Entry point address', hex(it.entry)],
  ['Start of program headers', `${it.phoff} (bytes into file)`],
  ['Start of section headers', `${it.shoff} (bytes into file)`],
  ['Flags', hex(it.flags)],
  ['Size of this header', `${it.ehsize} (bytes)`],
  ['Size of program headers', `${it.phentsize} (bytes)`],
  ['Number of program headers', it.phnum],
  ['Size of section headers', `${it.shentsize} (bytes)`],
  ['Number of section headers', it.shnum],
  ['Section header string table index', it.shstrndx],
];
console.log(`ELF Header: ${argv0}`);
console.log(`  Magic:   ${magic.replace(/..(?=.)/g, '$& ')}`);
for (const [name, value] of rows)
  console.log(`  ${`${name}:`.padEnd(35)}${value}`);

console.log(`$ readelf -h ${argv0}`);
for (const line of linesOf('readelf', '-h', file) ?? ['no readelf here'])
  console.log(line);
