// What strace(1) shows of other examples: the calls that make processes and end
// them, less the threads of Node

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, waitpid } from 'posix-proc';
import { codeOf, how } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const calls = 'clone,?clone3,fork,vfork,execve,wait4,exit_group';

/** Each process writes to a file of its own, whose name ends with its pid. */
function strace(name: string, ...command: string[]): string {
  const { pid } = spawn(
    'strace',
    [
      ...['-ff', '-qq', '-e', `trace=${calls}`, '-e', 'signal=none'],
      ...['-o', join(folder, name), ...command],
    ],
    { stdio: 'ignore' },
  );
  return how(waitpid(pid));
}

function show(id: string) {
  const program = join(__dirname, `${id.toLowerCase()}.js`);
  console.log(`${id}: ${strace(id, process.execPath, program)}`);
  const pids = readdirSync(folder)
    .filter((file) => file.startsWith(id))
    .map((file) => Number(file.slice(id.length + 1)));
  for (const pid of pids.sort((a, b) => a - b)) {
    const lines = readFileSync(join(folder, `${id}.${pid}`), 'utf8')
      .replaceAll(/, \{ru_utime.*\}/g, '') // what it has used
      .split('\n')
      .filter((line) => line && !line.includes('CLONE_THREAD'));
    for (const line of lines) console.log(`${id} ${pid} ${line}`);
  }
}

function main() {
  let end = 'it is not installed';
  codeOf(() => {
    end = strace('none', 'true');
  });
  if (end === 'exited with 0') for (const id of ['A01', 'A02', 'A04']) show(id);
  else console.log(`no strace: ${end}`);
  rmSync(folder, { recursive: true });
}
main();
