// 2章 プロセス管理 (基礎編): ASLR, file

import { readElf } from 'posix-proc/elf';
import { maps } from 'posix-proc/proc';
import { compilePause, linesOf, sleepProgram } from './programs.js';
import { text } from './shared.js';

function look(name: string, path: string) {
  const elf = readElf(path);
  const pie = elf.isPie ? 'PIE' : text({ en: 'no PIE', ja: 'PIEではない' });
  console.log(`${name}: ${elf.header.type}, ${pie}`);
  elf.close();
  const [line = 'not here'] = linesOf('file', '-bL', path) ?? [];
  console.log(`  file: ${line.split(',', 1)}`);
}

for (const option of ['-no-pie', '-pie', '--no-pie']) {
  const program = compilePause(option);
  if (program) look(`pause ${option}`, program.file);
}
look('sleep', sleepProgram.file);
look('node', process.execPath);
const libc = maps('self').find(({ path }) => /\/libc[.-]/.test(path));
look('libc', libc?.path as string);
