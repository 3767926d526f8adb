// In Korean: Chapter 3. 프로세스 관리, 실행 파일의 구성 요소
// A reader's question: in books and on the internet, programs begin at a neat
// 00400000. Why not here?

import { ADDR_NO_RANDOMIZE, kill, waitpid } from 'posix-proc';
import { readElf } from 'posix-proc/elf';
import { maps } from 'posix-proc/proc';
import {
  compilePause,
  hex,
  type Program,
  sleepProgram,
  start,
} from './programs.js';
import { codeOf, outputOf, text } from './shared.js';

/** Where its first mapping is, in a process that is ended again. */
function mapped(program: Program, personality?: number): string {
  const pid = start(program, personality);
  const first = maps(pid).find(({ path }) => path === program.file);
  kill(pid, 'SIGTERM');
  waitpid(pid);
  return hex(first?.start ?? 0n).padStart(8, '0');
}

function show(name: string, program: Program) {
  const elf = readElf(program.file);
  const { type } = elf.header;
  const first = elf.programHeaders.find((segment) => segment.type === 'LOAD');
  elf.close();
  const inFile = hex(first?.vaddr ?? 0n).padStart(8, '0');
  const inMemory = [mapped(program), mapped(program)].join(', ');
  console.log(
    text({
      en: `${name}: ${type}, in the file ${inFile}, in memory ${inMemory}`,
      ko: `${name}: ${type}, 파일 ${inFile}, 메모리 ${inMemory}`,
    }),
  );
}

const pause = compilePause('-no-pie');
if (pause) show('pause', pause);
show('sleep', sleepProgram);

const allowed = codeOf(() => outputOf(['true'], ADDR_NO_RANDOMIZE));
console.log(`ADDR_NO_RANDOMIZE: ${allowed}`);
if (allowed === 'no error') {
  const found = [1, 2].map(() => mapped(sleepProgram, ADDR_NO_RANDOMIZE));
  console.log(
    text({
      en: `sleep, not random: ${found.join(', ')}`,
      ko: `sleep, 무작위화 없음: ${found.join(', ')}`,
    }),
  );
}
