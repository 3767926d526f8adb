// なるほどUnixプロセス: プロセスは子プロセスを作れる, ファイルの共有

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { close, fork, O_CREAT, O_RDWR, open, waitpid, write } from 'posix-proc';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const file = join(folder, 'shared.txt');
let memory = 'as it was';

const fd = open(file, O_CREAT | O_RDWR, 0o600);

/** Where the next byte goes, as the kernel has it. */
const offset = () =>
  /^pos:\s+(\d+)$/m.exec(
    readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'),
  )?.[1];

console.log(`offset in the parent: ${offset()}`);
const pid = fork();
if (pid === 0) {
  memory = 'changed by the child';
  write(fd, 'written by the child\n');
  process.exit(0);
}
waitpid(pid);
console.log(`offset in the parent: ${offset()}`);
write(fd, 'written by the parent\n');
close(fd);

for (const line of readFileSync(file, 'utf8').trimEnd().split('\n'))
  console.log(`shared.txt: ${line}`);
console.log(`memory: ${memory}`);
rmSync(folder, { recursive: true });
