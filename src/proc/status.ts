// /proc/PID/status: a process in words, its sets of signals by name.

import { nameOf, type SignalName } from '../internal/signals.js';
import { type Pid, textOf } from './file.js';
import { COLON, LINE_END, type Scanner, TAB } from './scanner.js';
import type { State } from './stat.js';

const SLASH = 0x2f;

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
  Mems_allowed_list?: number[];
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

const number = (text: Scanner) => text.number();
const bigint = (text: Scanner) => text.bigint();
const hex = (text: Scanner) => text.hex();

/** Line ends, and the character that announces them. */
const name = (text: Scanner) =>
  text.rest().replace(/\\(n|\\)/g, (_, it) => (it === 'n' ? '\n' : '\\'));

/** 'S (sleeping)' */
function state(text: Scanner): State {
  const letter = text.letter() as State;
  text.rest();
  return letter;
}

function numbers(text: Scanner): number[] {
  const found: number[] = [];
  for (; text.atDigit; text.blanks()) found.push(text.number());
  return found;
}

function signals(text: Scanner): SignalName[] {
  const set = text.hex();
  const found: SignalName[] = [];
  if (set === 0n) return found;
  for (let n = 1; n <= 64; n++)
    if (set & (1n << BigInt(n - 1))) found.push(nameOf(n));
  return found;
}

/** '0-2,5': upwards, and no more than their mask can hold. */
function ranges(text: Scanner, { length }: string): number[] {
  const found: number[] = [];
  let from = 0;
  while (text.atDigit) {
    const first = text.number();
    const last = text.passes('-') ? text.number() : first;
    if (first < from || last < first || last >= 4 * length)
      throw text.invalid();
    for (let n = first; n <= last; n++) found.push(n);
    from = last + 1;
    if (!text.passes(',')) break;
  }
  return found;
}

function kB(text: Scanner): bigint {
  const amount = text.kB();
  if (amount === undefined) throw text.invalid();
  return amount;
}

function queue(text: Scanner): [bigint, bigint] {
  const used = text.bigint();
  text.skip(SLASH);
  return [used, text.bigint()];
}

/** Given what stands in the line before. */
type Reader = (text: Scanner, before: string) => unknown;

const of = (reader: Reader, ...keys: string[]) =>
  keys.map((key) => [key, reader] as const);

const always = new Map<string, Reader>([
  ...of(name, 'Name'),
  ...of(state, 'State'),
  ...of(number, 'Tgid', 'Pid', 'PPid', 'TracerPid', 'FDSize', 'Threads'),
  ...of(numbers, 'Uid', 'Gid', 'Groups'),
  ...of(queue, 'SigQ'),
  ...of(signals, 'SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'),
  ...of(hex, 'CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'),
  ...of(ranges, 'Cpus_allowed_list'),
  ...of(bigint, 'voluntary_ctxt_switches', 'nonvoluntary_ctxt_switches'),
]);

const readers = new Map<string, Reader>([
  ...always,
  ...of((text) => text.octal(), 'Umask'),
  ...of(number, 'Ngid', 'NoNewPrivs', 'Seccomp'),
  ...of(numbers, 'NStgid', 'NSpid', 'NSpgid', 'NSsid'),
  ...of(ranges, 'Mems_allowed_list'),
  ...of(kB, 'VmPeak', 'VmSize', 'VmLck', 'VmPin', 'VmHWM', 'VmRSS'),
  ...of(kB, 'RssAnon', 'RssFile', 'RssShmem', 'VmData', 'VmStk', 'VmExe'),
  ...of(kB, 'VmLib', 'VmPTE', 'VmSwap', 'HugetlbPages'),
]);

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
  return parseStatus(textOf(pid, 'status'));
}

export function parseStatus(text: Scanner): Status {
  const found: Status = Object.create(null);
  let before = '';
  while (!text.atEnd) {
    const key = text.upTo(COLON);
    if (key === 'Name')
      text.skip(TAB); // it may begin with spaces
    else text.blanks();
    const reader = readers.get(key);
    const value = reader
      ? reader(text, before)
      : (text.kB() ?? text.rest().trim());
    found[key] = value;
    before = typeof value === 'string' ? value : '';
    text.skip(LINE_END);
  }
  for (const key of always.keys()) if (!(key in found)) throw text.invalid();
  return found;
}
