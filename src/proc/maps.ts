// /proc/PID/maps, smaps and smaps_rollup: the memory of a process.

import { type Pid, textOf } from './file.js';

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

// start-end perms offset dev inode, spaces, path
function parseMapping(line: string): Mapping {
  const dash = line.indexOf('-');
  const perms = line.indexOf(' ', dash) + 1;
  const offset = perms + 5;
  const dev = line.indexOf(' ', offset) + 1;
  const inode = line.indexOf(' ', dev) + 1;
  let end = line.indexOf(' ', inode);
  if (end < 0) end = line.length;
  let path = end;
  while (line[path] === ' ') path++;
  return {
    start: BigInt(`0x${line.slice(0, dash)}`),
    end: BigInt(`0x${line.slice(dash + 1, perms - 1)}`),
    perms: line.slice(perms, perms + 4),
    offset: BigInt(`0x${line.slice(offset, dev - 1)}`),
    dev: line.slice(dev, inode - 1),
    inode: BigInt(line.slice(inode, end)),
    path: line.slice(path).replaceAll('\\012', '\n'),
  };
}

const lines = (text: string) => text.split('\n').filter(Boolean);

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
  return lines(textOf(pid, 'maps')).map(parseMapping);
}

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
export function smaps(pid: Pid): (Mapping & Usage & { VmFlags: string[] })[] {
  const found: (Mapping & Usage & { VmFlags: string[] })[] = [];
  let row: Record<string, unknown> = {};
  for (const line of lines(textOf(pid, 'smaps'))) {
    // Keys have no space before their colon, addresses no colon before theirs.
    const colon = line.indexOf(':');
    const space = line.indexOf(' ');
    if (colon > 0 && (colon < space || space < 0)) addUsage(row, line, colon);
    else {
      row = parseMapping(line);
      found.push(row as (typeof found)[number]);
    }
  }
  return found;
}

function addUsage(
  row: Record<string, unknown>,
  line: string,
  colon: number,
): void {
  const key = line.slice(0, colon);
  if (key === 'VmFlags')
    row[key] = line
      .slice(colon + 2)
      .split(' ')
      .filter(Boolean);
  else if (line.endsWith(' kB')) row[key] = BigInt(line.slice(colon + 1, -3));
  else row[key] = line.slice(colon + 1).trim();
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
  const sums: Usage = {
    ...{ Rss: 0n, Pss: 0n, Shared_Clean: 0n, Shared_Dirty: 0n },
    ...{ Private_Clean: 0n, Private_Dirty: 0n, Referenced: 0n },
    ...{ Anonymous: 0n, Swap: 0n },
  };
  for (const line of lines(textOf(pid, 'smaps_rollup')).slice(1))
    addUsage(sums, line, line.indexOf(':'));
  return sums;
}
