// posix-proc tree: processes and their threads below their parents, as
// `pstree -p` draws them.

import type { Command } from 'commander';
import { list, stat, type Tree, tasks, tree } from '../proc/index.js';
import { notSeen, parsePid, unlessGone } from './pid.js';
import { fit, printable, widthOf } from './table.js';

type Options = {
  showParents?: true;
  threadNames?: true;
  long?: true;
  json?: true;
};

const help = `
A process is NAME(PID); threads are {NAME}(TID), with the name of their process.

Examples:
  posix-proc tree             all that descend from pid 1
  posix-proc tree $$          a shell and its children
  posix-proc tree -s $$       where it comes from, too

Exit status: 0, 1 the process named is not there, 2 wrong usage.`;

export function addTree(program: Command): void {
  program
    .command('tree')
    .summary('show who has started whom')
    .description('Draws the processes as a tree, with pids, as pstree -p does.')
    .argument('[pid]', 'where it begins (default: 1)', parsePid)
    .option('-s, --show-parents', 'show the parents of the process named')
    .option('-t, --thread-names', 'show the own names of threads')
    .option('-l, --long', 'do not cut lines at the width of the terminal')
    .option('--json', 'print the tree as JSON')
    .addHelpText('after', help)
    .action((pid: number | undefined, options: Options) => {
      const found = unlessGone(() => grow(pid ?? 1, options));
      if (!found) notSeen(pid ?? 1);
      else if (options.json)
        process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      else print(found, options);
    });
}

type Node = Omit<Tree, 'children'> & {
  threads: { tid: number; comm: string }[];
  children: Node[];
};

function grow(pid: number, { showParents }: Options): Node | undefined {
  if (!list().includes(pid)) return undefined; // a thread, perhaps
  const node = withThreads(tree(pid));
  return showParents ? withParents(node) : node;
}

function withThreads({ children, ...it }: Tree): Node {
  const threads = unlessGone(() => tasks(it.pid)) ?? [];
  return {
    ...it,
    threads: threads
      .filter(({ pid }) => pid !== it.pid)
      .map(({ pid, comm }) => ({ tid: pid, comm })),
    children: children.map(withThreads),
  };
}

/** Up to who has none to be seen, of each parent this child only. */
function withParents(node: Node): Node {
  let whole = node;
  let { ppid } = stat(node.pid);
  while (ppid > 0) {
    const parent = unlessGone(() => stat(ppid));
    if (parent) {
      const { pid, comm, state } = parent;
      whole = { pid, comm, state, threads: [], children: [whole] };
      ppid = parent.ppid;
    } else {
      // One that has ended has left its child to another; else it is hidden.
      const now = unlessGone(() => stat(whole.pid))?.ppid ?? ppid;
      if (now === ppid) break;
      ppid = now;
    }
  }
  return whole;
}

function print(node: Node, { threadNames, long }: Options): void {
  const lines = draw(node, threadNames === true);
  const text = long ? lines : lines.map((line) => fit(line, '+'));
  process.stdout.write(`${text.join('\n')}\n`);
}

/** The lines of a tree, its first branch beside its root. */
function draw(node: Node, threadNames: boolean): string[] {
  const name = printable(node.comm);
  const label = `${name}(${node.pid})`;
  const branches = [
    ...node.children.map((child) => ({
      by: child.comm,
      lines: draw(child, threadNames),
    })),
    ...node.threads.map(({ tid, comm }) => {
      const by = `{${threadNames ? printable(comm) : name}}`;
      return { by, lines: [`${by}(${tid})`] };
    }),
  ].sort((a, b) => (a.by === b.by ? 0 : a.by < b.by ? -1 : 1));
  if (branches.length === 0) return [label];

  const space = ' '.repeat(widthOf(label) + 1);
  return branches.flatMap(({ lines }, i) => {
    const isLast = i === branches.length - 1;
    return lines.map((line, j) => {
      if (j > 0) return `${space}${isLast ? '  ' : '│ '}${line}`;
      if (i > 0) return `${space}${isLast ? '└─' : '├─'}${line}`;
      return `${label}${isLast ? '───' : '─┬─'}${line}`;
    });
  });
}
