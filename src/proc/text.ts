// /proc/PID/cmdline, environ, and the links exe, cwd and root: text of a
// process, which may be any bytes.

import { oneOf } from '../internal/validate.js';
import { bytesOf, linkOf, type Pid } from './file.js';

/** `'buffer'` returns bytes as they are; UTF-8 is what they are as a rule. */
export type Encoding = 'utf8' | 'buffer';

const check = (encoding: unknown) =>
  oneOf(encoding, 'encoding', ['utf8', 'buffer']) === 'buffer';

/** What ends in a NUL each; the last one may lack it. */
function strings(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    found.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return found;
}

/**
 * `/proc/PID/cmdline`: argv, unless the process has written something else over
 * it. Empty for a zombie and for threads of the kernel. ESRCH: it is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html | proc_pid_cmdline(5)}
 * @example
 * import { posix_spawnp, kill, waitpid } from 'posix-proc';
 * import { cmdline } from 'posix-proc/proc';
 * const pid = posix_spawnp('sleep', ['sleep', '60']);
 * console.log(cmdline(pid)); // [ 'sleep', '60' ]
 * kill(pid, 'SIGKILL');
 * waitpid(pid);
 */
export function cmdline(pid: Pid): string[];
export function cmdline(pid: Pid, encoding: 'buffer'): Buffer[];
export function cmdline(pid: Pid, encoding: Encoding): string[] | Buffer[];
export function cmdline(
  pid: Pid,
  encoding: Encoding = 'utf8',
): string[] | Buffer[] {
  const asBytes = check(encoding);
  const found = strings(bytesOf(pid, 'cmdline'));
  return asBytes ? found : found.map(String);
}

/**
 * `/proc/PID/environ`: the environment that the process was started with, by
 * name, the first of each; with `'buffer'`, its strings in order. Empty for a
 * zombie. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html | proc_pid_environ(5)}
 * @example
 * import { kill, posix_spawnp, waitpid } from 'posix-proc';
 * import { environ } from 'posix-proc/proc';
 * const pid = posix_spawnp('sleep', ['sleep', '60'], { env: { LANG: 'C' } });
 * console.log(environ(pid).LANG); // C
 * kill(pid, 'SIGKILL');
 * waitpid(pid);
 */
export function environ(pid: Pid): { [name: string]: string };
export function environ(pid: Pid, encoding: 'buffer'): Buffer[];
export function environ(
  pid: Pid,
  encoding: Encoding,
): { [name: string]: string } | Buffer[];
export function environ(
  pid: Pid,
  encoding: Encoding = 'utf8',
): { [name: string]: string } | Buffer[] {
  const asBytes = check(encoding);
  const found = strings(bytesOf(pid, 'environ'));
  if (asBytes) return found;
  const byName: { [name: string]: string } = Object.create(null);
  for (const [name, value] of found.map((entry) => split(`${entry}`)))
    byName[name] ??= value;
  return byName;
}

function split(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return equals < 0
    ? [entry, '']
    : [entry.slice(0, equals), entry.slice(equals + 1)];
}

function link(
  pid: Pid,
  name: string,
  encoding: Encoding,
): string | Buffer | null {
  const asBytes = check(encoding);
  const found = linkOf(pid, name);
  return asBytes || !found ? found : `${found}`;
}

/**
 * `/proc/PID/exe`: the file that is executed, with ` (deleted)` after it when
 * it has no name any more. Null for a zombie and for threads of the kernel.
 * ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_exe.5.html | proc_pid_exe(5)}
 * @example
 * import { realpathSync } from 'node:fs';
 * import { exe } from 'posix-proc/proc';
 * console.log(exe('self') === realpathSync(process.execPath)); // true
 */
export function exe(pid: Pid): string | null;
export function exe(pid: Pid, encoding: 'buffer'): Buffer | null;
export function exe(pid: Pid, encoding: Encoding): string | Buffer | null;
export function exe(
  pid: Pid,
  encoding: Encoding = 'utf8',
): string | Buffer | null {
  return link(pid, 'exe', encoding);
}

/**
 * `/proc/PID/cwd`: the working directory. Null for a zombie. ESRCH: it is gone.
 * EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_cwd.5.html | proc_pid_cwd(5)}
 * @example
 * import { cwd } from 'posix-proc/proc';
 * console.log(cwd('self') === process.cwd()); // true
 */
export function cwd(pid: Pid): string | null;
export function cwd(pid: Pid, encoding: 'buffer'): Buffer | null;
export function cwd(pid: Pid, encoding: Encoding): string | Buffer | null;
export function cwd(
  pid: Pid,
  encoding: Encoding = 'utf8',
): string | Buffer | null {
  return link(pid, 'cwd', encoding);
}

/**
 * `/proc/PID/root`: what is `/` to the process: see chroot(2). Null for a
 * zombie. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_root.5.html | proc_pid_root(5)}
 * @example
 * import { root } from 'posix-proc/proc';
 * console.log(root('self')); // /
 */
export function root(pid: Pid): string | null;
export function root(pid: Pid, encoding: 'buffer'): Buffer | null;
export function root(pid: Pid, encoding: Encoding): string | Buffer | null;
export function root(
  pid: Pid,
  encoding: Encoding = 'utf8',
): string | Buffer | null {
  return link(pid, 'root', encoding);
}
