// All processes that /proc shows: listed, read one by one, and as a tree.

import { readdirSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { integer } from '../internal/validate.js';
import type { Pid } from './file.js';
import { type Stat, stat } from './stat.js';
import { cmdline } from './text.js';

/**
 * `/proc`: the pids of all processes, in order. One may be gone before it is
 * looked at.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc.5.html | proc(5)}
 * @example
 * import { list } from 'posix-proc/proc';
 * console.log(list().includes(process.pid)); // true
 */
export function list(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

const unseen = new Set(['ESRCH', 'ENOENT', 'EACCES']);

/** Undefined when it is gone by now, or /proc only lists it: see hidepid. */
function ifSeen<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (unseen.has(`${(error as NodeJS.ErrnoException).code}`))
      return undefined;
    throw error;
  }
}

/** A row of {@link processes}. */
export type Process = {
  pid: number;
  /** Its effective user. */
  uid: number;
  stat: Stat;
  cmdline: string[];
};

// How many are read before the event loop has its turn.
const AT_ONCE = 50;

/**
 * Each process of {@link list}, read when it is asked for; those that end
 * meanwhile are left out, and those that one may not look at.
 *
 * @example
 * import { processes } from 'posix-proc/proc';
 * for await (const { pid, stat, cmdline } of processes()) {
 *   if (pid === process.pid) console.log(stat.state, cmdline.length > 1); // R true
 * }
 */
export async function* processes(): AsyncGenerator<Process, void> {
  let read = 0;
  for (const pid of list()) {
    if (++read % AT_ONCE === 0) await setImmediate();
    const found = ifSeen(() => ({
      pid,
      uid: statSync(`/proc/${pid}`).uid,
      stat: stat(pid),
      cmdline: cmdline(pid),
    }));
    if (found) yield found;
  }
}

/** A process with its descendants, of {@link tree}. */
export type Tree = {
  pid: number;
  comm: string;
  state: Stat['state'];
  children: Tree[];
};

const stats = () => list().flatMap((pid) => ifSeen(() => stat(pid)) ?? []);

/**
 * A process and all that descends from it, as pstree(1) shows it: from pid 1
 * on unless told otherwise. ESRCH: there is no such process.
 *
 * @example
 * import { fork, getpid, kill, waitpid } from 'posix-proc';
 * import { tree } from 'posix-proc/proc';
 * const pid = fork();
 * if (pid === 0) for (;;); // at work
 * console.log(tree(getpid()).children.map((child) => child.pid === pid)); // [ true ]
 * kill(pid, 'SIGKILL');
 * waitpid(pid);
 */
export function tree(root: number = 1): Tree {
  const { pid, comm, state } = stat(integer(root, 'root', 1));
  const whole: Tree = { pid, comm, state, children: [] };
  const nodes = new Map([[pid, whole]]);
  const others = stats().filter((it) => it.pid !== pid);
  for (const it of others) {
    const { pid, comm, state } = it;
    nodes.set(pid, { pid, comm, state, children: [] });
  }
  for (const { pid, ppid } of others)
    nodes.get(ppid)?.children.push(nodes.get(pid) as Tree);
  return whole;
}

/**
 * The children of a process, zombies too, in the order of their pids. ESRCH:
 * there is no such process.
 *
 * @example
 * import { fork, waitpid } from 'posix-proc';
 * import { children } from 'posix-proc/proc';
 * const pid = fork();
 * if (pid === 0) process.exit();
 * console.log(children('self').includes(pid)); // true
 * waitpid(pid);
 */
export function children(pid: Pid): number[] {
  const parent = stat(pid).pid;
  return stats()
    .filter(({ ppid }) => ppid === parent)
    .map((child) => child.pid);
}

/** Nobody else ever has both. */
export type Identity = { pid: number; starttime: bigint };

/**
 * A process for good: its pid may be another's one day, but not with the same
 * time of start. ESRCH: it is gone.
 *
 * @example
 * import { identity } from 'posix-proc/proc';
 * const before = identity('self');
 * const now = identity(before.pid);
 * console.log(now.starttime === before.starttime); // true: still the same
 */
export function identity(pid: Pid): Identity {
  const found = stat(pid);
  return { pid: found.pid, starttime: found.starttime };
}
