// Advanced Programming in the UNIX Environment: figure 8.25, pruids.c

import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  close,
  execv,
  fork,
  geteuid,
  getuid,
  O_RDONLY,
  open,
  seteuid,
  setresuid,
  waitpid,
} from 'posix-proc';
import { codeOf } from './shared.js';

const nobody = 65534;

const print = (when: string) =>
  console.log(`${when}: real uid = ${getuid()}, effective uid = ${geteuid()}`);

print('at the start');
if (geteuid() !== 0) {
  console.log(
    'only root can become somebody else:',
    codeOf(() => seteuid(0)),
  );
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'book-'));
chmodSync(folder, 0o755);
const file = join(folder, 'secret');
writeFileSync(file, '', { mode: 0o600 });
const secret = () => codeOf(() => close(open(file, O_RDONLY)));

seteuid(nobody);
print('seteuid(nobody)');
console.log(`then root's file: ${secret()}`);
seteuid(0);
print('seteuid(root)');
console.log(`then root's file: ${secret()}`);

// Root's, and with the set-user-id bit; nobody executes it.
const program = join(folder, 'id');
copyFileSync('/usr/bin/id', program);
chmodSync(program, 0o4755);
const pid = fork();
if (pid === 0) {
  setresuid(nobody, nobody, nobody);
  print('setresuid(nobody)');
  console.log(`the way back: ${codeOf(() => seteuid(0))}`);
  execv(program, ['id']);
}
waitpid(pid);
rmSync(folder, { recursive: true });
