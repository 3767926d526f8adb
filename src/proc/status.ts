// /proc/PID/status: a process in words, its sets of signals by name.

import { nameOf, type SignalName } from '../internal/signals.js';
import { type Pid, textOf } from './file.js';
import type { State } from './stat.js';

/** By the file's own keys; those that a kernel may lack are optional. */
export type Status = {
  Name: string;
  State: State;
  Tgid: number;
  Ngid?: number;
  Pid: number;
  PPid: number;
  TracerPid: number;
  /** Real, effective, saved, and that of the file system. */
  Uid: number[];
  Gid: number[];
  Umask?: number;
  FDSize: number;
  Groups: number[];
  /** By namespace, from that of /proc inwards. */
  NStgid?: number[];
  NSpid?: number[];
  NSpgid?: number[];
  NSsid?: number[];
  Threads: number;
  /** How many are queued for its user, and how many may be. */
  SigQ: [bigint, bigint];
  SigPnd: SignalName[];
  ShdPnd: SignalName[];
  SigBlk: SignalName[];
  SigIgn: SignalName[];
  SigCgt: SignalName[];
  /** A bit for each capability(7). */
  CapInh: bigint;
  CapPrm: bigint;
  CapEff: bigint;
  CapBnd: bigint;
  CapAmb: bigint;
  NoNewPrivs?: number;
  Seccomp?: number;
  Cpus_allowed_list: number[];
  Mems_allowed_list: number[];
  voluntary_ctxt_switches: bigint;
  nonvoluntary_ctxt_switches: bigint;
  /** In kB, as everything that begins with Vm or Rss. A zombie has none. */
  VmPeak?: bigint;
  VmSize?: bigint;
  VmLck?: bigint;
  VmPin?: bigint;
  VmHWM?: bigint;
  VmRSS?: bigint;
  RssAnon?: bigint;
  RssFile?: bigint;
  RssShmem?: bigint;
  VmData?: bigint;
  VmStk?: bigint;
  VmExe?: bigint;
  VmLib?: bigint;
  VmPTE?: bigint;
  VmSwap?: bigint;
  HugetlbPages?: bigint;
  /** What newer kernels add, as it stands there. */
  [key: string]: unknown;
};

const words = (text: string) => text.split(/\s+/).filter(Boolean);
const numbers = (text: string) => words(text).map(Number);

function signals(hex: string): SignalName[] {
  const set = BigInt(`0x${hex}`);
  const found: SignalName[] = [];
  for (let n = 1; n <= 64; n++)
    if (set & (1n << BigInt(n - 1))) found.push(nameOf(n));
  return found;
}

/** '0-2,5' */
const ranges = (text: string) =>
  text.split(',').flatMap((part) => {
    if (!part) return [];
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });

const hex = (text: string) => BigInt(`0x${text}`);

const readers: Record<string, (text: string) => unknown> = {
  // Line ends, and the character that announces them.
  Name: (text) =>
    text.replace(/\\(n|\\)/g, (_, it) => (it === 'n' ? '\n' : '\\')),
  State: (text) => text[0],
  Umask: (text) => Number.parseInt(text, 8),
  ...{ Uid: numbers, Gid: numbers, Groups: numbers },
  ...{ NStgid: numbers, NSpid: numbers, NSpgid: numbers, NSsid: numbers },
  ...{ SigPnd: signals, ShdPnd: signals, SigBlk: signals },
  ...{ SigIgn: signals, SigCgt: signals },
  SigQ: (text) => text.split('/').map(BigInt),
  ...{ CapInh: hex, CapPrm: hex, CapEff: hex, CapBnd: hex, CapAmb: hex },
  ...{ Cpus_allowed_list: ranges, Mems_allowed_list: ranges },
  ...{ voluntary_ctxt_switches: BigInt, nonvoluntary_ctxt_switches: BigInt },
  ...{ Tgid: Number, Ngid: Number, Pid: Number, PPid: Number },
  ...{ TracerPid: Number, FDSize: Number, Threads: Number },
  ...{ NoNewPrivs: Number, Seccomp: Number },
};

/**
 * `/proc/PID/status`: a process in words: whose it is, what it holds, which
 * signals it blocks, ignores and catches. Its main thread's, where threads
 * differ. ESRCH: it is gone. EACCES: /proc hides it.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_status.5.html | proc_pid_status(5)}
 * @example
 * import { status } from 'posix-proc/proc';
 * const { Pid, SigIgn, VmRSS } = status('self');
 * console.log(Pid === process.pid); // true
 * console.log(SigIgn.includes('SIGPIPE'), VmRSS > 10_000n); // true true
 */
export function status(pid: Pid): Status {
  const found: Status = Object.create(null);
  for (const line of textOf(pid, 'status').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon);
    const text = line.slice(colon + 2); // a tab; names may have spaces
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader) found[key] = reader(text);
    else
      found[key] = / kB$/.test(text) ? BigInt(text.slice(0, -3)) : text.trim();
  }
  return found;
}
