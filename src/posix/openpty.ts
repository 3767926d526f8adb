// Pseudoterminals: posix_openpt(3), grantpt(3), unlockpt(3), ptsname(3),
// openpty(3), login_tty(3), forkpty(3). Manual page: pty(7).
//
// What is written to the master is typed at the slave, which is a terminal; what
// is written to the slave can be read from the master.

import { binding } from '../internal/binding.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { renewStdio } from '../internal/stdio.js';
import {
  type RawChanges,
  type TermiosChanges,
  toRawChanges,
} from '../internal/termios.js';
import {
  fd as checkFd,
  integer,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { winsize as checkWinsize, type Winsize } from '../internal/winsize.js';
import { _exit } from './exit.js';
import { F_DUPFD_CLOEXEC, fcntl } from './fcntl.js';
import { close, dup2, dup3, O_CLOEXEC, O_NOCTTY, O_RDWR, open } from './fd.js';
import { fork } from './fork/index.js';
import { setsid } from './session.js';
import { tiocsctty } from './terminal.js';
import { TCSANOW, tcgetattr, tcsetattr } from './termios.js';

const native = binding<{
  posix_openpt(flags: number): number;
  grantpt(fd: number): void;
  unlockpt(fd: number): void;
  ptsname(fd: number): string;
  standardTerminals(): number[];
  tiocgptpeer(fd: number, flags: number): number;
  tcsetattr(fd: number, actions: number, ...changes: RawChanges): void;
  tcsetwinsize(fd: number, rows: number, columns: number): void;
}>();

/**
 * `posix_openpt(flags)`: the master of a new pseudoterminal, close-on-exec;
 * `flags` are O_RDWR and O_NOCTTY. Its slave is locked until {@link unlockpt}.
 * ENOSPC: there are as many as there may be (/proc/sys/kernel/pty/max).
 *
 * @see {@link https://man7.org/linux/man-pages/man3/posix_openpt.3.html | posix_openpt(3)}
 * @example
 * import { close, grantpt, isatty, O_NOCTTY, O_RDWR, open, posix_openpt, ptsname, unlockpt } from 'posix-proc';
 * const master = posix_openpt(O_RDWR | O_NOCTTY);
 * grantpt(master);
 * unlockpt(master);
 * const slave = open(ptsname(master), O_RDWR | O_NOCTTY);
 * console.log(isatty(slave)); // true
 * close(slave);
 * close(master);
 */
export function posix_openpt(flags: number): number {
  return native.posix_openpt(integer(flags, 'flags') | O_CLOEXEC);
}

/**
 * `grantpt(fd)`: gives the slave of the master `fd` to the caller's user. Linux
 * has done so when the pseudoterminal was made. EINVAL, ENOTTY: it is no master.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/grantpt.3.html | grantpt(3)}
 * @example
 * import { close, grantpt, O_RDWR, posix_openpt } from 'posix-proc';
 * const master = posix_openpt(O_RDWR);
 * grantpt(master);
 * close(master);
 */
export function grantpt(fd: number): void {
  native.grantpt(checkFd(fd));
}

/**
 * `unlockpt(fd)`: from now on the slave of the master `fd` can be opened.
 * EINVAL, ENOTTY: it is no master.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/unlockpt.3.html | unlockpt(3)}
 * @example
 * import { O_RDWR, open, posix_openpt, ptsname, unlockpt } from 'posix-proc';
 * const master = posix_openpt(O_RDWR);
 * try { open(ptsname(master), O_RDWR); } catch (error) { console.log(error.code); } // EIO
 * unlockpt(master);
 * open(ptsname(master), O_RDWR);
 */
export function unlockpt(fd: number): void {
  native.unlockpt(checkFd(fd));
}

/**
 * `ptsname(fd)`: the path of the slave of the master `fd`. ENOTTY: it is no
 * master.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/ptsname.3.html | ptsname(3)}
 * @example
 * import { O_RDWR, posix_openpt, ptsname } from 'posix-proc';
 * console.log(ptsname(posix_openpt(O_RDWR))); // /dev/pts/…
 */
export function ptsname(fd: number): string {
  return native.ptsname(checkFd(fd));
}

/**
 * `ioctl(fd, TIOCGPTPEER, flags)`: opens the slave of the master `fd`, whatever
 * there is under its name here; close-on-exec. `flags` are those of {@link open}.
 * EIO: it is locked, or no master. ENOTTY: no terminal at all, or the kernel is
 * no Linux from 4.13 on.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ioctl_tty.2.html | ioctl_tty(2)}
 * @example
 * import { O_NOCTTY, O_RDWR, posix_openpt, ptsname, tiocgptpeer, ttyname, unlockpt } from 'posix-proc';
 * const master = posix_openpt(O_RDWR | O_NOCTTY);
 * unlockpt(master);
 * const slave = tiocgptpeer(master, O_RDWR | O_NOCTTY);
 * console.log(ttyname(slave) === ptsname(master)); // true
 */
export function tiocgptpeer(fd: number, flags: number): number {
  checkFd(fd);
  return native.tiocgptpeer(fd, integer(flags, 'flags') | O_CLOEXEC);
}

/** The modes that the slave shall have, and its size. */
export type OpenptyOptions = { termios?: TermiosChanges; winsize?: Winsize };

/**
 * `openpty(&master, &slave, name, &termios, &winsize)`: a new pseudoterminal,
 * both ends open and close-on-exec. It becomes nobody's controlling terminal.
 * ENOSPC: see {@link posix_openpt}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/openpty.3.html | openpty(3)}
 * @example
 * import { close, openpty, read, write } from 'posix-proc';
 * const { master, slave, name } = openpty({
 *   termios: { lflag: { ECHO: false } },
 *   winsize: { rows: 24, columns: 80 },
 * });
 * console.log(name); // /dev/pts/…
 * write(master, 'typed\n');
 * console.log(read(slave, 100).toString()); // typed…
 * write(slave, 'shown\n');
 * console.log(JSON.stringify(read(master, 100).toString())); // "shown\r\n"
 * close(slave);
 * close(master);
 */
export function openpty(options: OpenptyOptions = {}): {
  master: number;
  slave: number;
  name: string;
} {
  const { termios, winsize, ...unknown } = object(
    options,
    'options',
  ) as OpenptyOptions;
  refuseUnknown(unknown, 'options');
  const changes =
    termios === undefined
      ? undefined
      : toRawChanges(termios, 'options.termios');
  const size =
    winsize === undefined
      ? undefined
      : checkWinsize(winsize, 'options.winsize');
  const master = posix_openpt(O_RDWR | O_NOCTTY);
  let slave: number | undefined;
  try {
    grantpt(master);
    unlockpt(master);
    const name = ptsname(master);
    slave = openSlave(master, name);
    if (changes) native.tcsetattr(slave, TCSANOW, ...changes);
    if (size) native.tcsetwinsize(slave, size.rows, size.columns);
    return { master, slave, name };
  } catch (error) {
    if (slave !== undefined) close(slave);
    close(master);
    throw error;
  }
}

/** By its name where there is no TIOCGPTPEER. */
function openSlave(master: number, name: string): number {
  try {
    return tiocgptpeer(master, O_RDWR | O_NOCTTY);
  } catch {
    return open(name, O_RDWR | O_NOCTTY);
  }
}

/**
 * `login_tty(fd)`: makes the terminal the controlling terminal of a new session
 * and descriptors 0, 1 and 2 of the caller, and closes `fd`. process.stdin, stdout
 * and stderr are new streams then; those from before write to the terminal too,
 * and read no more. For a child, right after fork(). EPERM: the caller leads a
 * process group, or it is another session's terminal.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/login_tty.3.html | login_tty(3)}
 * @example
 * import { close, fork, login_tty, openpty, read, waitpid } from 'posix-proc';
 * const { master, slave } = openpty();
 * const pid = fork();
 * if (pid === 0) {
 *   login_tty(slave);
 *   process.stdout.write(`a terminal: ${process.stdout.isTTY}`);
 *   process.exit(0);
 * }
 * close(slave);
 * console.log(read(master, 100).toString()); // a terminal: true
 * waitpid(pid);
 * close(master);
 */
export function login_tty(fd: number): void {
  checkFd(fd);
  mainThreadOnly('login_tty');
  try {
    setsid();
  } catch {
    // Whoever leads a session goes on, as in C; TIOCSCTTY refuses all others.
  }
  tiocsctty(fd);
  const terminal = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  const modes = tcgetattr(terminal);
  // The streams from before write to it from now on.
  for (const copy of [1, 2, ...native.standardTerminals()])
    dup3(terminal, copy, copy > 2 ? O_CLOEXEC : 0);
  const nothing = open('/dev/null', O_RDWR);
  dup2(nothing, 0);
  close(nothing);
  renewStdio();
  dup2(terminal, 0);
  // libuv restores those of a terminal that was raw, on this one now.
  tcsetattr(terminal, TCSANOW, modes);
  close(terminal);
  if (fd > 2) close(fd);
}

/**
 * `forkpty(&master, name, &termios, &winsize)`: {@link fork} with a new
 * pseudoterminal, on which the child is as after {@link login_tty}, the leader of
 * its session. The parent gets the master, close-on-exec; to close it hangs the
 * terminal up. Refuses as {@link fork} does. ENOSPC: see {@link posix_openpt}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/forkpty.3.html | forkpty(3)}
 * @example
 * import { close, execlp, forkpty, read, waitpid } from 'posix-proc';
 * const { pid, master } = forkpty();
 * if (pid === 0) execlp('tty', 'tty');
 * console.log(read(master, 100).toString()); // /dev/pts/…
 * waitpid(pid);
 * close(master);
 */
export function forkpty(
  options: OpenptyOptions = {},
): { pid: 0 } | { pid: number; master: number; name: string } {
  const { master, slave, name } = openpty(options);
  let pid: number;
  try {
    pid = fork();
  } catch (error) {
    close(slave);
    close(master);
    throw error;
  }
  if (pid === 0) {
    close(master);
    try {
      login_tty(slave);
    } catch (error) {
      console.error(error);
      _exit(1);
    }
    return { pid: 0 };
  }
  close(slave);
  return { pid, master, name };
}
