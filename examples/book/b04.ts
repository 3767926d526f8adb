// 第3章 プロセス管理: ELF, readelf -h /bin/sleep
// In Korean: Chapter 3. 프로세스 관리, 실행 파일의 구성 요소

import { readElf } from 'posix-proc/elf';
import { hex, linesOf, sleepProgram } from './programs.js';
import { text } from './shared.js';

const { file } = sleepProgram;
const elf = readElf(file);
const { class: bits, type, entry } = elf.header;

console.log(`${file}: ${bits}, ${type}${elf.isPie ? ', PIE' : ''}`);
console.log(
  text({
    en: `entry point: 0x${hex(entry)}`,
    ja: `エントリポイント: 0x${hex(entry)}`,
    ko: `엔트리 포인트: 0x${hex(entry)}`,
  }),
);

// Sections are what a linker sees, segments what is loaded.
const loaded = elf.programHeaders.filter((segment) => segment.type === 'LOAD');
for (const { flags, vaddr, memsz } of loaded) {
  const within = elf.sections
    .filter(({ flags }) => flags.includes('A'))
    .filter(({ addr }) => addr >= vaddr && addr < vaddr + memsz)
    .map(({ name }) => name)
    .filter((name) => ['.text', '.rodata', '.data', '.bss'].includes(name));
  const end = vaddr + memsz;
  console.log(
    text({
      en: `segment ${hex(vaddr)}-${hex(end)} ${flags}: ${within.join(' ')}`,
      ja: `セグメント ${hex(vaddr)}-${hex(end)} ${flags}: ${within.join(' ')}`,
      ko: `세그먼트 ${hex(vaddr)}-${hex(end)} ${flags}: ${within.join(' ')}`,
    }),
  );
}
elf.close();

console.log(`$ readelf -h ${file}`);
const theirs = linesOf('readelf', '-h', file) ?? ['no readelf here'];
for (const line of theirs.filter((it) => /^ +(Cl|Ty|En)|^no/.test(it)))
  console.log(line);
