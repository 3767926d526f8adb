// /proc/PID/auxv: what the kernel tells a program at its start.

import { type Pid, textOf } from './file.js';
import type { Scanner } from './scanner.js';

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
 * `/proc/PID/auxv`: the auxiliary vector, by the names of getauxval(3); an entry
 * that is not known here by its number, `AT_99`. Empty for a zombie. ESRCH: it is
 * gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getauxval.3.html | getauxval(3)}
 * @example
 * import { auxv } from 'posix-proc/proc';
 * console.log(auxv('self').AT_PAGESZ); // 4096n
 */
export function auxv(pid: Pid): { [name: `AT_${string}`]: bigint } {
  return parseAuxv(textOf(pid, 'auxv'));
}

export function parseAuxv(text: Scanner) {
  const { bytes } = text;
  const found: { [name: `AT_${string}`]: bigint } = {};
  // Read as 64 bits, the first entry of a 32-bit program has its value above.
  const is64 = bytes.length < 16 || bytes.readUInt32LE(4) === 0;
  const size = is64 ? 16 : 8;
  for (let at = 0; at < bytes.length; at += size) {
    if (at + size > bytes.length) throw text.invalid(at);
    const type = bytes.readUInt32LE(at);
    if (type === 0) break; // AT_NULL
    found[`AT_${names[type] ?? type}`] = is64
      ? bytes.readBigUInt64LE(at + 8)
      : BigInt(bytes.readUInt32LE(at + 4));
  }
  return found;
}
