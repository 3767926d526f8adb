// Programs that examples look into, and what other tools say of them.

import {
  accessSync,
  constants,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'posix-proc';
import { readElf, type Section } from 'posix-proc/elf';
import { codeOf, outputOf, untilState } from './shared.js';

/** What a tool prints, in English; undefined where it is missing or fails. */
export function linesOf(...command: string[]): string[] | undefined {
  const output = outputOf(['env', 'LC_ALL=C', ...command]);
  return output ? output.trimEnd().split('\n') : undefined;
}

export type Program = { file: string; argv0: string; args: string[] };

const source = `#include <unistd.h>

int main(void) {
  pause();
  return 0;
}
`;

/** pause.c of the book, where there is a compiler that takes this option. */
export function compilePause(option: string): Program | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pause');
  writeFileSync(`${file}.c`, source);
  console.log(`$ cc -o pause ${option} pause.c`);
  linesOf('cc', '-o', file, option, `${file}.c`);
  if (codeOf(() => accessSync(file, constants.X_OK)) === 'no error')
    return { file, argv0: 'pause', args: [] };
  console.log('cc: it is not here, or fails');
  return undefined;
}

/** It is on every system, and waits as well. */
export const sleepProgram: Program = {
  file: realpathSync('/bin/sleep'),
  argv0: 'sleep',
  args: ['1000'],
};

/** pause, where its file says; without a compiler sleep, wherever it lies. */
export const pauseProgram = () => compilePause('-no-pie') ?? sleepProgram;

/** Returns its pid once it waits. */
export function start({ file, args, argv0 }: Program, personality = 0): number {
  const { pid } = spawn(file, args, { argv0, personality, stdio: 'ignore' });
  untilState(pid, 'S');
  return pid;
}

/** What a file has to tell of a program, so that it can be executed. */
export function partsOf(file: string) {
  const elf = readElf(file);
  const { type, entry } = elf.header;
  const code = elf.section('.text') as Section;
  const data = elf.section('.data') as Section;
  elf.close();
  return { type, entry, code, data };
}

export const hex = (number: bigint) => number.toString(16);
