// /proc/PID/maps, smaps and smaps_rollup: the memory of a process.

import { type Pid, textOf } from './file.js';
import { COLON, LINE_END, type Scanner, SPACE } from './scanner.js';

const DASH = 0x2d;

/** A row of {@link maps}. */
export type Mapping = {
  start: bigint;
  end: bigint;
  /** 'r-xp': read, write, execute, private or shared. */
  perms: string;
  offset: bigint;
  /** Of the file, as `major:minor` in hexadecimal digits. */
  dev: string;
  inode: bigint;
  /** The file, `[heap]` and the like, or ''. */
  path: string;
};

/** In kB. */
export type Usage = {
  Rss: bigint;
  /** Shared pages count by the share: half if two processes have them. */
  Pss: bigint;
  Shared_Clean: bigint;
  Shared_Dirty: bigint;
  Private_Clean: bigint;
  Private_Dirty: bigint;
  Referenced: bigint;
  Anonymous: bigint;
  Swap: bigint;
  /** What newer kernels add. */
  [key: string]: unknown;
};

const none: Usage = {
  ...{ Rss: 0n, Pss: 0n, Shared_Clean: 0n, Shared_Dirty: 0n },
  ...{ Private_Clean: 0n, Private_Dirty: 0n, Referenced: 0n },
  ...{ Anonymous: 0n, Swap: 0n },
};

/**
 * `/proc/PID/maps`: what is mapped where. A line end in a path reads `\012`
 * there and is one here; a file that is gone ends in ` (deleted)`. The kernel
 * hands out a page of text at a time: what changes meanwhile may be seen in
 * part. A zombie has nothing. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html | proc_pid_maps(5)}
 * @example
 * import { maps } from 'posix-proc/proc';
 * const code = maps('self').find(({ perms }) => perms === 'r-xp');
 * console.log(code.end > code.start); // true
 */
export function maps(pid: Pid): Mapping[] {
  return parseMaps(textOf(pid, 'maps', true));
}

export function parseMaps(text: Scanner): Mapping[] {
  const found: Mapping[] = [];
  while (!text.atEnd) found.push(readMapping(text));
  return found;
}

// start-end perms offset dev inode, spaces, path
function readMapping(text: Scanner): Mapping {
  const start = text.hex();
  text.skip(DASH);
  const end = text.hex();
  text.skip(SPACE);
  const perms = text.upTo(SPACE);
  const offset = text.hex();
  text.skip(SPACE);
  const dev = text.upTo(SPACE);
  const inode = text.bigint();
  text.blanks();
  const path = text.line().replaceAll('\\012', '\n');
  return { start, end, perms, offset, dev, inode, path };
}

/** A row of {@link smaps}. */
export type Smap = Mapping & Usage & { VmFlags: string[] };

/**
 * `/proc/PID/smaps`: the same, and how much of each mapping is in memory, in
 * kB, for whom. `VmFlags` are the kernel's two-letter words: `dc` is
 * MADV_DONTFORK.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html | proc_pid_smaps(5)}
 * @example
 * import { smaps } from 'posix-proc/proc';
 * const stack = smaps('self').find(({ path }) => path === '[stack]');
 * console.log(stack.Private_Dirty > 0n, stack.VmFlags.includes('wr')); // true true
 */
export function smaps(pid: Pid): Smap[] {
  return parseSmaps(textOf(pid, 'smaps', true));
}

export function parseSmaps(text: Scanner): Smap[] {
  const found: Smap[] = [];
  let blank: Smap | undefined;
  let keys: string[] = []; // the same in every row, as a rule
  while (!text.atEnd) {
    const from = text.at;
    let row = blank && readSmap(text, blank, keys);
    if (!row) {
      text.at = from;
      keys = keysOf(text);
      blank = withKeys(keys);
      text.at = from;
      row = readSmap(text, blank, keys) as Smap;
    }
    found.push(row);
  }
  return found;
}

/** Undefined if it has other keys. */
function readSmap(text: Scanner, blank: Smap, keys: string[]) {
  const row = Object.assign({ ...blank }, readMapping(text));
  for (const key of keys) {
    if (!text.passes(key) || !text.passes(':')) return undefined;
    row[key] =
      key === 'VmFlags' ? text.line().trim().split(' ') : readUsage(text, key);
  }
  return text.atCapital ? undefined : row;
}

function keysOf(text: Scanner): string[] {
  const keys: string[] = [];
  for (text.line(); text.atCapital; text.line()) keys.push(text.upTo(COLON));
  for (const key of [...Object.keys(none), 'VmFlags'])
    if (!keys.includes(key)) throw text.invalid();
  return keys;
}

const inMapping = ['start', 'end', 'perms', 'offset', 'dev', 'inode', 'path'];

/**
 * What each row begins as. V8 makes a hash table of an object that is given
 * many keys, one after the other; one that comes with them, and each copy of
 * it, takes a third of that.
 */
function withKeys(keys: string[]): Smap {
  const all = [...inMapping, ...keys].map((key) => [key, 0]);
  return JSON.parse(JSON.stringify(Object.fromEntries(all)));
}

function readUsage(text: Scanner, key: string): unknown {
  text.blanks();
  const amount = text.kB();
  if (amount !== undefined) text.skip(LINE_END);
  else if (Object.hasOwn(none, key)) throw text.invalid();
  return amount ?? text.line().trim();
}

/**
 * `/proc/PID/smaps_rollup`: the sums of smaps, in kB. Pss is what a process
 * really takes up; Private_Clean and Private_Dirty are what its end would give
 * back. A zombie has nothing. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html | proc_pid_smaps(5)}
 * @example
 * import { smapsRollup } from 'posix-proc/proc';
 * const { Pss, Rss } = smapsRollup('self');
 * console.log(Pss > 0n, Pss <= Rss); // true true
 */
export function smapsRollup(pid: Pid): Usage {
  return parseSmapsRollup(textOf(pid, 'smaps_rollup'));
}

export function parseSmapsRollup(text: Scanner): Usage {
  const sums = { ...none };
  text.line(); // where it begins and ends
  while (!text.atEnd) {
    const key = text.upTo(COLON);
    sums[key] = readUsage(text, key);
  }
  return sums;
}
