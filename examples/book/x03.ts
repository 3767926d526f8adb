// 試して理解Linuxのしくみ, 5: コピーオンライト

import {
  close,
  fork,
  getrusage,
  mmap,
  pipe,
  RUSAGE_SELF,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { smapsRollup } from 'posix-proc/proc';

const MiB = 2 ** 20;
const size = 100 * MiB;
const step = 10 * MiB;
const page = 4096;

const memory = new Uint8Array(mmap({ length: size })).fill(1);

const row = (...cells: unknown[]) =>
  console.log(cells.map((cell) => `${cell}`.padStart(9)).join(''));
const head = ['written', 'who', 'minflt', 'private', 'shared', 'Pss'];

/** One line: what this process has, in MiB. */
function show(who: string, written: number) {
  const { minflt } = getrusage(RUSAGE_SELF);
  const usage = smapsRollup('self');
  const { Private_Dirty, Shared_Clean, Shared_Dirty, Pss } = usage;
  const sizes = [Private_Dirty, Shared_Clean + Shared_Dirty, Pss];
  const cells = sizes.map((kB) => (Number(kB) / 1024).toFixed(1));
  row(written / MiB, who, minflt, ...cells);
}

console.log('in MiB, but for minflt, the number of page faults');
row(...head);
show('before', 0);
const [ask, asked] = pipe();
const [answer, answered] = pipe();
const pid = fork();
if (pid === 0) {
  for (let written = 0; written <= size; written += step) {
    for (let at = Math.max(0, written - step); at < written; at += page)
      memory[at] = 2;
    show('child', written);
    write(answered, 'x');
    read(ask, 1);
  }
  process.exit(0);
}
for (let written = 0; written <= size; written += step) {
  read(answer, 1);
  show('parent', written);
  write(asked, 'x');
}
waitpid(pid);
for (const fd of [ask, asked, answer, answered]) close(fd);
console.log(`the parent still reads ${memory[0]}`);
