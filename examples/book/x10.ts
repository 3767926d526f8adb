// Advanced Programming in the UNIX Environment: figure 8.2, open files after fork

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  fork,
  O_APPEND,
  O_CREAT,
  O_WRONLY,
  open,
  tellWait,
  waitpid,
  write,
} from 'posix-proc';

const folder = mkdtempSync(join(tmpdir(), 'book-'));

/** Parent and child write two lines each, of one length, in turns. */
function merge(name: string, openBefore: boolean, flags = 0) {
  const file = join(folder, name);
  const openIt = () => open(file, O_CREAT | O_WRONLY | flags, 0o600);
  const inherited = openBefore ? openIt() : undefined;
  const sides = tellWait();
  const pid = fork();
  const fd = inherited ?? openIt();
  if (pid === 0) {
    for (const line of ['child  1\n', 'child  2\n']) {
      sides.waitParent();
      write(fd, line);
      sides.tellParent();
    }
    process.exit(0);
  }
  for (const line of ['parent 1\n', 'parent 2\n']) {
    write(fd, line);
    sides.tellChild();
    sides.waitChild();
  }
  waitpid(pid);
  close(fd);
  sides[Symbol.dispose]();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  console.log(`${name}: ${lines.join(', ')}`);
}

merge('opened before fork()', true);
merge('opened by each', false);
merge('opened by each, O_APPEND', false, O_APPEND);
rmSync(folder, { recursive: true });
