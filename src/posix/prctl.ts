// prctl(2), personality(2).

import { binding, constants } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import {
  nameOf,
  type Signal,
  type SignalName,
  toSignal,
} from '../internal/signals.js';
import { boolean, pid as checkPid, integer } from '../internal/validate.js';

const native = binding<{
  setChildSubreaper(on: number): void;
  getChildSubreaper(): number;
  setPdeathsig(signo: number): void;
  getPdeathsig(): number;
  setName(name: Uint8Array): void;
  getName(): string;
  setNoNewPrivs(on: number): void;
  getNoNewPrivs(): number;
  setDumpable(on: number): void;
  getDumpable(): number;
  setKeepcaps(on: number): void;
  getKeepcaps(): number;
  personality(persona: number): number;
  getppid(): number;
  getpid(): number;
  kill(pid: number, signo: number): void;
}>();

export const {
  PER_LINUX,
  PER_LINUX32,
  ADDR_NO_RANDOMIZE,
  ADDR_COMPAT_LAYOUT,
  ADDR_LIMIT_3GB,
  ADDR_LIMIT_32BIT,
  MMAP_PAGE_ZERO,
  READ_IMPLIES_EXEC,
  SHORT_INODE,
  STICKY_TIMEOUTS,
  UNAME26,
  WHOLE_SECONDS,
} = constants;

const flag = (on: unknown) => Number(boolean(on, 'on'));

/**
 * `prctl(PR_SET_CHILD_SUBREAPER, on)`: orphans among the descendants of this
 * process become its children, instead of init's, and it waits for them. Forked
 * children do not inherit it. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html | PR_SET_CHILD_SUBREAPER(2const)}
 * @example
 * import { _exit, fork, setChildSubreaper, wait } from 'posix-proc';
 * setChildSubreaper(true);
 * if (fork() === 0) _exit(fork() === 0 ? 2 : 1);
 * console.log(wait().code + wait().code); // 3
 */
export function setChildSubreaper(on: boolean): void {
  const number = flag(on);
  mainThreadOnly('setChildSubreaper');
  native.setChildSubreaper(number);
}

/**
 * `prctl(PR_GET_CHILD_SUBREAPER, &on)`: whether {@link setChildSubreaper} is on.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_CHILD_SUBREAPER.2const.html | PR_GET_CHILD_SUBREAPER(2const)}
 * @example
 * import { getChildSubreaper } from 'posix-proc';
 * console.log(getChildSubreaper()); // false
 */
export function getChildSubreaper(): boolean {
  return native.getChildSubreaper() !== 0;
}

/**
 * `prctl(PR_SET_PDEATHSIG, sig)`: the signal that this process gets when its
 * parent ends; null for none. `parent` is who that should be: has it ended
 * already, the signal is sent at once. Without it, such a death before the call
 * goes unnoticed.
 *
 * It is the thread that started this process whose end counts: a Worker's, for
 * {@link posix_spawn} in a Worker. Forked children do not inherit it, programs
 * executed do, but not with set-user-id; a change of the effective ids resets it,
 * so it comes after {@link setuid}. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html | PR_SET_PDEATHSIG(2const)}
 * @example
 * import { fork, getpid, kill, setPdeathsig, waitpid } from 'posix-proc';
 * const parent = getpid();
 * const pid = fork();
 * if (pid === 0) {
 *   setPdeathsig('SIGTERM', parent);
 *   setInterval(() => {}, 1000); // as long as the parent lives
 * } else {
 *   kill(pid, 'SIGKILL');
 *   console.log(waitpid(pid)); // { …, signal: 'SIGKILL', … }
 * }
 */
export function setPdeathsig(sig: Signal | null, parent?: number): void {
  const signo = sig === null ? 0 : toSignal(sig, 'sig');
  if (parent !== undefined) checkPid(parent, 'parent');
  mainThreadOnly('setPdeathsig');
  native.setPdeathsig(signo);
  if (signo && parent !== undefined && native.getppid() !== parent)
    native.kill(native.getpid(), signo);
}

/**
 * `prctl(PR_GET_PDEATHSIG, &sig)`: the signal of {@link setPdeathsig}, or null.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_PDEATHSIG.2const.html | PR_GET_PDEATHSIG(2const)}
 * @example
 * import { getPdeathsig, setPdeathsig } from 'posix-proc';
 * setPdeathsig('SIGHUP');
 * console.log(getPdeathsig()); // SIGHUP
 */
export function getPdeathsig(): SignalName | null {
  const signo = native.getPdeathsig();
  return signo === 0 ? null : nameOf(signo);
}

/**
 * `prctl(PR_SET_NAME, name)`: names the calling thread; the name of the main
 * thread is the process's in `ps -o comm`, `top` and `pgrep`. The kernel keeps 15
 * bytes. The whole line that `ps` shows is `process.title`, in forked children
 * too.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_NAME.2const.html | PR_SET_NAME(2const)}
 * @example
 * import { readFileSync } from 'node:fs';
 * import { setName } from 'posix-proc';
 * setName('worker 3');
 * console.log(readFileSync('/proc/self/comm', 'utf8').trim()); // worker 3
 */
export function setName(name: Bytes): void {
  native.setName(cString(name, 'name'));
}

/**
 * `prctl(PR_GET_NAME, name)`: the calling thread's name; see {@link setName}.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_NAME.2const.html | PR_GET_NAME(2const)}
 * @example
 * import { getName, setName } from 'posix-proc';
 * setName('abcdefghijklmnopqrstuvwxyz');
 * console.log(getName()); // abcdefghijklmno
 */
export function getName(): string {
  return native.getName();
}

/**
 * `prctl(PR_SET_NO_NEW_PRIVS, 1)`: from now on, no program that the calling
 * thread or its children execute gains privileges by set-user-id, set-group-id
 * or file capabilities. There is no way back.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_NO_NEW_PRIVS.2const.html | PR_SET_NO_NEW_PRIVS(2const)}
 * @example
 * import { getNoNewPrivs, setNoNewPrivs } from 'posix-proc';
 * setNoNewPrivs();
 * console.log(getNoNewPrivs()); // true
 */
export function setNoNewPrivs(): void {
  native.setNoNewPrivs(1);
}

/**
 * `prctl(PR_GET_NO_NEW_PRIVS)`: whether {@link setNoNewPrivs} has been called, by
 * this thread or whoever started it.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_NO_NEW_PRIVS.2const.html | PR_GET_NO_NEW_PRIVS(2const)}
 * @example
 * import { getNoNewPrivs } from 'posix-proc';
 * console.log(typeof getNoNewPrivs()); // boolean
 */
export function getNoNewPrivs(): boolean {
  return native.getNoNewPrivs() !== 0;
}

/**
 * `prctl(PR_SET_DUMPABLE, on)`: whether this process leaves core dumps and other
 * processes of the user may trace it. A change of ids sets it to off, for there
 * may be secrets of root's in memory. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html | PR_SET_DUMPABLE(2const)}
 * @example
 * import { getDumpable, setDumpable } from 'posix-proc';
 * setDumpable(false);
 * console.log(getDumpable()); // false
 */
export function setDumpable(on: boolean): void {
  const number = flag(on);
  mainThreadOnly('setDumpable');
  native.setDumpable(number);
}

/**
 * `prctl(PR_GET_DUMPABLE)`: whether {@link setDumpable} is on; false also where
 * only root may read the dump (2 in `/proc/sys/fs/suid_dumpable`).
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_DUMPABLE.2const.html | PR_GET_DUMPABLE(2const)}
 * @example
 * import { getDumpable } from 'posix-proc';
 * console.log(getDumpable()); // true
 */
export function getDumpable(): boolean {
  return native.getDumpable() === 1;
}

/**
 * `prctl(PR_SET_KEEPCAPS, on)`: whether the calling thread keeps its permitted
 * capabilities when it gives up the user id 0; exec resets it. EPERM: it is
 * locked.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_SET_KEEPCAPS.2const.html | PR_SET_KEEPCAPS(2const)}
 * @example
 * import { getKeepcaps, setKeepcaps } from 'posix-proc';
 * setKeepcaps(true);
 * console.log(getKeepcaps()); // true
 */
export function setKeepcaps(on: boolean): void {
  native.setKeepcaps(flag(on));
}

/**
 * `prctl(PR_GET_KEEPCAPS)`: whether {@link setKeepcaps} is on.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/PR_GET_KEEPCAPS.2const.html | PR_GET_KEEPCAPS(2const)}
 * @example
 * import { getKeepcaps } from 'posix-proc';
 * console.log(getKeepcaps()); // false
 */
export function getKeepcaps(): boolean {
  return native.getKeepcaps() !== 0;
}

/**
 * `personality(persona)`: how the programs that the calling thread executes, or
 * its children, find the system, PER_LINUX mostly and flags: with
 * ADDR_NO_RANDOMIZE, memory at the same addresses each time. Returns the one
 * before; 0xffffffff changes nothing. EPERM: forbidden in a container.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/personality.2.html | personality(2)}
 * @example
 * import { ADDR_NO_RANDOMIZE, personality } from 'posix-proc';
 * const before = personality(0xffffffff);
 * console.log((before & ADDR_NO_RANDOMIZE) !== 0); // false
 */
export function personality(persona: number): number {
  return native.personality(integer(persona, 'persona', 0, 2 ** 32 - 1));
}
