// /proc/PID/cmdline, environ, and the links exe, cwd and root: text of a
// process, which `encoding: 'buffer'` gives as the bytes that it is.

import { decoder, type Encoding } from '../internal/c-strings.js';
import { bytesOf, linkOf, type Pid } from './file.js';

type Text = { encoding?: 'utf8' };
type AsBytes = { encoding: 'buffer' };

/** What ends in a NUL each; the last one may lack it. */
export function parseStrings(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    found.push(Buffer.from(bytes.subarray(start, end)));
    start = end + 1;
  }
  return found;
}

/**
 * `/proc/PID/cmdline`: argv, unless the process has written something else over
 * it. Empty for a zombie, for threads of the kernel, and for a moment when a
 * program is executed. ESRCH: it is gone.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html | proc_pid_cmdline(5)}
 * @example
 * import { cmdline } from 'posix-proc/proc';
 * console.log(cmdline('self').slice(-1)[0] === process.argv[1]); // true
 */
export function cmdline(pid: Pid, options?: Text): string[];
export function cmdline(pid: Pid, options: AsBytes): Buffer[];
export function cmdline(pid: Pid, options: Encoding = {}): (string | Buffer)[] {
  const decode = decoder(options);
  return parseStrings(bytesOf(pid, 'cmdline')).map(decode);
}

/**
 * `/proc/PID/environ`: the environment that the process was started with, by
 * name, the first of each; with `encoding: 'buffer'`, its strings in order. Empty for a
 * zombie. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html | proc_pid_environ(5)}
 * @example
 * import { environ } from 'posix-proc/proc';
 * process.env.PATH = '/bin';
 * console.log(environ('self').PATH === process.env.PATH); // false: as it started
 */
export function environ(pid: Pid, options?: Text): { [name: string]: string };
export function environ(pid: Pid, options: AsBytes): Buffer[];
export function environ(
  pid: Pid,
  options: Encoding = {},
): { [name: string]: string } | Buffer[] {
  decoder(options);
  const found = parseStrings(bytesOf(pid, 'environ'));
  return options.encoding === 'buffer' ? found : parseEnvironment(found);
}

export function parseEnvironment(entries: Buffer[]): {
  [name: string]: string;
} {
  const byName: { [name: string]: string } = Object.create(null);
  for (const [name, value] of entries.map((entry) => split(`${entry}`)))
    byName[name] ??= value;
  return byName;
}

function split(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return equals < 0
    ? [entry, '']
    : [entry.slice(0, equals), entry.slice(equals + 1)];
}

function link(pid: Pid, name: string, options: Encoding) {
  const decode = decoder(options);
  const found = linkOf(pid, name);
  return found && decode(found);
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
export function exe(pid: Pid, options?: Text): string | null;
export function exe(pid: Pid, options: AsBytes): Buffer | null;
export function exe(pid: Pid, options: Encoding = {}): string | Buffer | null {
  return link(pid, 'exe', options);
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
export function cwd(pid: Pid, options?: Text): string | null;
export function cwd(pid: Pid, options: AsBytes): Buffer | null;
export function cwd(pid: Pid, options: Encoding = {}): string | Buffer | null {
  return link(pid, 'cwd', options);
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
export function root(pid: Pid, options?: Text): string | null;
export function root(pid: Pid, options: AsBytes): Buffer | null;
export function root(pid: Pid, options: Encoding = {}): string | Buffer | null {
  return link(pid, 'root', options);
}
