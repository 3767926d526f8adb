// 2章 プロセス管理 (基礎編): プロセスの親子関係, pstree -p

import {
  close,
  fork,
  kill,
  O_WRONLY,
  pipe,
  posix_spawn,
  read,
  waitpid,
} from 'posix-proc';
import { children, status, type Tree, tasks, tree } from 'posix-proc/proc';
import { linesOf } from './programs.js';
import { sleep, text } from './shared.js';

type Branch = { name: string; pid: number; tree?: Tree };

/** What hangs under a process: others, and its own threads, in braces. */
function branches(tree: Tree): Branch[] {
  const name = `{${tree.comm}}`;
  const threads = tasks(tree.pid)
    .filter(({ pid }) => pid !== tree.pid)
    .map(({ pid }) => ({ name, pid }));
  const processes = tree.children.map((child) => ({
    name: child.comm,
    pid: child.pid,
    tree: child,
  }));
  return [...processes, ...threads].sort(
    (a, b) =>
      Number(a.name > b.name) - Number(a.name < b.name) || a.pid - b.pid,
  );
}

/** As lines, the first of which continues the line above. */
function draw({ name, pid, tree }: Branch): string[] {
  const label = `${name}(${pid})`;
  const under = tree ? branches(tree) : [];
  if (under.length === 0) return [label];
  const margin = ' '.repeat(label.length);
  return under.flatMap((branch, i) => {
    const isLast = i === under.length - 1;
    const [first, ...rest] = draw(branch);
    let start = margin + (isLast ? ' └─' : ' ├─');
    if (i === 0) start = label + (isLast ? '───' : '─┬─');
    const further = margin + (isLast ? '   ' : ' │ ');
    return [start + first, ...rest.map((line) => further + line)];
  });
}

// A child of this program, with threads as every Node program has them, and
// under it a sleep, and a shell with another sleep.
const [life, holdOn] = pipe();
const root = fork();
if (root === 0) {
  close(holdOn);
  const own = posix_spawn('/bin/sleep', ['sleep', '60']);
  const shell = posix_spawn('/bin/sh', ['sh', '-c', 'sleep 60; exit'], {
    fileActions: [['open', 2, '/dev/null', O_WRONLY]], // it would tell its end
  });
  read(life, 1); // until the program has ended
  for (const pid of [own, ...children(shell)]) kill(pid, 'SIGTERM');
  for (const pid of [own, shell]) waitpid(pid);
  process.exit(0);
}

const names = ({ comm, children }: Tree): string =>
  [comm, ...children.map(names)].join(' ');
while (!/ (sh sleep sleep|sleep sh sleep)$/.test(names(tree(root))))
  sleep(0.01); // it is growing yet

const whole = tree(root);
console.log(
  text({
    en: `${root}: ${status(root).Threads} threads`,
    ja: `${root}: スレッド数 ${status(root).Threads}`,
  }),
);
for (const line of draw({ name: whole.comm, pid: root, tree: whole }))
  console.log(line);

console.log(`$ pstree -p ${root}`);
// In this alphabet whatever the terminal's, and with lines of any length.
const theirs = linesOf('pstree', '-p', '-U', '-l', `${root}`);
for (const line of theirs ?? ['no pstree here']) console.log(line);

close(holdOn);
waitpid(root);
