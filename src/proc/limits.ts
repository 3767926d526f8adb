// /proc/PID/limits: the resource limits of a process.

import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { type Pid, textOf } from './file.js';
import type { Scanner } from './scanner.js';

const native = binding<{
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

const names = {
  'Max cpu time': 'CPU',
  'Max file size': 'FSIZE',
  'Max data size': 'DATA',
  'Max stack size': 'STACK',
  'Max core file size': 'CORE',
  'Max resident set': 'RSS',
  'Max processes': 'NPROC',
  'Max open files': 'NOFILE',
  'Max locked memory': 'MEMLOCK',
  'Max address space': 'AS',
  'Max file locks': 'LOCKS',
  'Max pending signals': 'SIGPENDING',
  'Max msgqueue size': 'MSGQUEUE',
  'Max nice priority': 'NICE',
  'Max realtime priority': 'RTPRIO',
  'Max realtime timeout': 'RTTIME',
} as const;

type Name = (typeof names)[keyof typeof names];

/** What {@link limits} returns. */
export type Limits = { [Each in Name]: { soft: bigint; hard: bigint } };

const UNLIMITED = 2n ** 64n - 1n;

/**
 * `/proc/PID/limits`: the limits of getrlimit(2), by their names; RLIM_INFINITY
 * where there is none. ESRCH: the process is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html | proc_pid_limits(5)}
 * @example
 * import { limits } from 'posix-proc/proc';
 * const { soft, hard } = limits('self').NOFILE;
 * console.log(soft <= hard); // true
 */
export function limits(pid: Pid): Limits {
  const text = textOf(pid, 'limits');
  // Somebody is just waiting for it.
  if (text.atEnd) native.throwErrno(os.errno.ESRCH, 'read', Number(pid));
  return parseLimits(text);
}

// The column of the names.
const width = 26;

export function parseLimits(text: Scanner): Limits {
  const found: Partial<Limits> = {};
  const value = () => {
    text.blanks();
    return text.passes('unlimited') ? UNLIMITED : text.bigint();
  };
  text.line(); // the heads
  while (!text.atEnd) {
    const label = text.text(text.at, text.at + width).trimEnd();
    const name = Object.hasOwn(names, label)
      ? names[label as keyof typeof names]
      : undefined;
    if (name) {
      text.at += width;
      found[name] = { soft: value(), hard: value() };
    }
    text.line();
  }
  for (const name of Object.values(names))
    if (!(name in found)) throw text.invalid();
  return found as Limits;
}
