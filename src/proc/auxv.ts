// /proc/PID/auxv: what the kernel tells a program at its start.

import { bytesOf, type Pid } from './file.js';

const names: Record<number, string> = {
  ...{ 2: 'EXECFD', 3: 'PHDR', 4: 'PHENT', 5: 'PHNUM', 6: 'PAGESZ' },
  ...{ 7: 'BASE', 8: 'FLAGS', 9: 'ENTRY', 10: 'NOTELF', 11: 'UID' },
  ...{ 12: 'EUID', 13: 'GID', 14: 'EGID', 15: 'PLATFORM', 16: 'HWCAP' },
  ...{ 17: 'CLKTCK', 23: 'SECURE', 24: 'BASE_PLATFORM', 25: 'RANDOM' },
  ...{ 26: 'HWCAP2', 27: 'RSEQ_FEATURE_SIZE', 28: 'RSEQ_ALIGN' },
  ...{ 29: 'HWCAP3', 30: 'HWCAP4', 31: 'EXECFN', 32: 'SYSINFO' },
  ...{ 33: 'SYSINFO_EHDR', 51: 'MINSIGSTKSZ' },
};

/**
 * `/proc/PID/auxv`: the auxiliary vector of a 64-bit program, by the names of
 * getauxval(3); an entry that is not known here by its number, `AT_99`. Empty for
 * a zombie. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getauxval.3.html | getauxval(3)}
 * @example
 * import { auxv } from 'posix-proc/proc';
 * console.log(auxv('self').AT_PAGESZ); // 4096n
 */
export function auxv(pid: Pid): { [name: `AT_${string}`]: bigint } {
  const found: { [name: `AT_${string}`]: bigint } = {};
  const bytes = bytesOf(pid, 'auxv');
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const type = Number(bytes.readBigUInt64LE(at));
    if (type === 0) break; // AT_NULL
    found[`AT_${names[type] ?? type}`] = bytes.readBigUInt64LE(at + 8);
  }
  return found;
}
