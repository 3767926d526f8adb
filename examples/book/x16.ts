// Advanced Programming in the UNIX Environment: figures 8.20 and 8.21,
// interpreter files

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execl, execv, execvp, fork, waitpid } from 'posix-proc';
import { codeOf } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o700 });
  return file;
}

function inChild(exec: () => void) {
  const pid = fork();
  if (pid === 0) {
    console.log(`exec: ${codeOf(exec)}`); // which has failed, then
    process.exit(0);
  }
  waitpid(pid);
}

// printf repeats its format for every argument that comes after it.
const interpreter = script('testinterp', '#!/usr/bin/printf arg [%s]\\n\n');
console.log(interpreter);
inChild(() => execl(interpreter, 'testinterp', 'myarg1', 'MY ARG2'));

// No #! at the beginning: to the kernel that is no program.
const plain = script('plain', 'echo "a shell runs $0 with $1"\n');
inChild(() => execv(plain, ['plain', 'myarg1']));
inChild(() => execvp(plain, ['plain', 'myarg1']));

const lost = script('lost', '#!/no/such/interpreter\n');
inChild(() => execvp(lost, ['lost']));

rmSync(folder, { recursive: true });
