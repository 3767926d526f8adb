// Terminals: who uses one, its name and its size. tcgetpgrp(3), tcsetpgrp(3),
// tcgetsid(3), isatty(3), ttyname(3), ctermid(3), tcgetwinsize(3), vhangup(2),
// ioctl_tty(2). Their modes are in termios.ts.

import { binding } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import { fd as checkFd, pid as checkPid } from '../internal/validate.js';
import { type Winsize, winsize } from '../internal/winsize.js';

export type { Winsize } from '../internal/winsize.js';

const native = binding<{
  tcgetpgrp(fd: number): number;
  tcsetpgrp(fd: number, pgrp: number): void;
  tcgetsid(fd: number): number;
  tiocsctty(fd: number): void;
  tiocnotty(fd: number): void;
  vhangup(): void;
  isatty(fd: number): boolean;
  ttyname(fd: number): string;
  ctermid(): string;
  tcgetwinsize(fd: number): [rows: number, columns: number];
  tcsetwinsize(fd: number, rows: number, columns: number): void;
}>();

/**
 * `tcgetpgrp(fd)`: the terminal's foreground process group, whom its keys send
 * signals to and who may read. ENOTTY: it is not the caller's controlling
 * terminal; of the master of a pseudoterminal anybody may ask.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/tcgetpgrp.3.html | tcgetpgrp(3)}
 * @example
 * import { forkpty, getpgrp, tcgetpgrp, waitpid } from 'posix-proc';
 * const { pid } = forkpty();
 * if (pid === 0) process.exit(tcgetpgrp(0) === getpgrp() ? 0 : 1);
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function tcgetpgrp(fd: number): number {
  return native.tcgetpgrp(checkFd(fd));
}

/**
 * `tcsetpgrp(fd, pgrp)`: makes `pgrp`, a process group of the caller's session,
 * the foreground of its controlling terminal.
 *
 * Called from the background, it stops the caller's whole group by SIGTTOU, and
 * goes on when that is in the foreground. So a shell, which takes the terminal
 * back from its jobs, ignores SIGTTOU; programs that it executes get SIG_DFL
 * again. EPERM: there is no such group in the session. ENOTTY: it is not the
 * controlling terminal, or nobody is left who could continue the caller's group.
 * EINTR, of a handler of SIGTTOU: see {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/tcsetpgrp.3.html | tcsetpgrp(3)}
 * @example
 * import { _exit, fork, forkpty, getpgrp, setpgid, SIG_IGN, sigaction, tcgetpgrp, tcsetpgrp, waitpid } from 'posix-proc';
 * const { pid } = forkpty();
 * if (pid === 0) {
 *   sigaction('SIGTTOU', { handler: SIG_IGN });
 *   const job = fork();
 *   if (job === 0) {
 *     while (getpgrp() !== process.pid) setpgid(0, 0);
 *     while (tcgetpgrp(0) !== getpgrp());
 *     _exit(7);
 *   }
 *   setpgid(job, job);
 *   tcsetpgrp(0, job);
 *   const { code } = waitpid(job);
 *   tcsetpgrp(0, getpgrp()); // from the background
 *   _exit(code);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 7 }
 */
export function tcsetpgrp(fd: number, pgrp: number): void {
  checkFd(fd);
  checkPid(pgrp, 'pgrp');
  interruptible(() => native.tcsetpgrp(fd, pgrp));
}

/**
 * `tcgetsid(fd)`: the session whose controlling terminal it is. ENOTTY: it is
 * not the caller's.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/tcgetsid.3.html | tcgetsid(3)}
 * @example
 * import { forkpty, getsid, tcgetsid, waitpid } from 'posix-proc';
 * const { pid } = forkpty();
 * if (pid === 0) process.exit(tcgetsid(0) === getsid(0) ? 0 : 1);
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function tcgetsid(fd: number): number {
  return native.tcgetsid(checkFd(fd));
}

/**
 * `ioctl(fd, TIOCSCTTY, 0)`: makes the terminal the controlling terminal of the
 * caller, who must lead a session that has none (EPERM), and its group the
 * foreground. EPERM: it is another session's.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ioctl_tty.2.html | ioctl_tty(2)}
 * @example
 * import { _exit, fork, getsid, openpty, setsid, tcgetsid, tiocsctty, waitpid } from 'posix-proc';
 * const { slave } = openpty();
 * const pid = fork();
 * if (pid === 0) {
 *   setsid();
 *   tiocsctty(slave);
 *   _exit(tcgetsid(slave) === getsid(0) ? 0 : 1);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function tiocsctty(fd: number): void {
  native.tiocsctty(checkFd(fd));
}

/**
 * `ioctl(fd, TIOCNOTTY)`: gives the controlling terminal up. If the caller leads
 * the session, all of the session lose it, and the foreground process group gets
 * SIGHUP and SIGCONT. ENOTTY: it is not the controlling terminal.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/ioctl_tty.2.html | ioctl_tty(2)}
 * @example
 * import { _exit, forkpty, O_RDWR, open, SIG_IGN, sigaction, tiocnotty, waitpid } from 'posix-proc';
 * const { pid } = forkpty();
 * if (pid === 0) {
 *   sigaction('SIGHUP', { handler: SIG_IGN });
 *   tiocnotty(0);
 *   try { open('/dev/tty', O_RDWR); } catch (error) { _exit(error.code === 'ENXIO' ? 0 : 1); }
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function tiocnotty(fd: number): void {
  native.tiocnotty(checkFd(fd));
}

/**
 * `vhangup()`: hangs the caller's controlling terminal up, as if its line were
 * cut: who has it open reads the end of file and writes in vain (EIO), and the
 * session's leader gets SIGHUP. Without a controlling terminal nothing happens.
 * EPERM: it takes CAP_SYS_TTY_CONFIG.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/vhangup.2.html | vhangup(2)}
 * @example
 * import { fork, setsid, vhangup, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) {
 *   setsid(); // without a controlling terminal
 *   try { vhangup(); } catch (error) { process.exit(error.code === 'EPERM' ? 0 : 1); }
 *   process.exit(0);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function vhangup(): void {
  native.vhangup();
}

/**
 * `isatty(fd)`: whether it is open and a terminal.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/isatty.3.html | isatty(3)}
 * @example
 * import { isatty, openpty, pipe } from 'posix-proc';
 * console.log(isatty(openpty().slave), isatty(pipe()[0])); // true false
 */
export function isatty(fd: number): boolean {
  return native.isatty(checkFd(fd));
}

/**
 * `ttyname(fd)`: the path of the terminal. ENOTTY: it is none. ENODEV: it has no
 * name here, as in a container that has got it from outside.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/ttyname.3.html | ttyname(3)}
 * @example
 * import { openpty, pipe, ttyname } from 'posix-proc';
 * const { slave, name } = openpty();
 * console.log(ttyname(slave) === name); // true
 * try { ttyname(pipe()[0]); } catch (error) { console.log(error.code); } // ENOTTY
 */
export function ttyname(fd: number): string {
  return native.ttyname(checkFd(fd));
}

/**
 * `ctermid(NULL)`: the path by which every process can open its controlling
 * terminal, if it has one.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/ctermid.3.html | ctermid(3)}
 * @example
 * import { ctermid } from 'posix-proc';
 * console.log(ctermid()); // /dev/tty
 */
export function ctermid(): string {
  return native.ctermid();
}

/**
 * `tcgetwinsize(fd, &size)`: how many rows and columns of characters the
 * terminal shows; 0 where nobody has said.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/tcgetwinsize.3.html | tcgetwinsize(3)}
 * @example
 * import { openpty, tcgetwinsize } from 'posix-proc';
 * const { slave } = openpty({ winsize: { rows: 24, columns: 80 } });
 * console.log(tcgetwinsize(slave)); // { rows: 24, columns: 80 }
 */
export function tcgetwinsize(fd: number): Winsize {
  const [rows, columns] = native.tcgetwinsize(checkFd(fd));
  return { rows, columns };
}

/**
 * `tcsetwinsize(fd, &size)`: says how large the terminal is. When it was
 * another size, the foreground process group gets SIGWINCH. On either end of a
 * pseudoterminal.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/tcsetwinsize.3.html | tcsetwinsize(3)}
 * @example
 * import { openpty, tcgetwinsize, tcsetwinsize } from 'posix-proc';
 * const { master, slave } = openpty();
 * tcsetwinsize(master, { rows: 50, columns: 132 });
 * console.log(tcgetwinsize(slave)); // { rows: 50, columns: 132 }
 */
export function tcsetwinsize(fd: number, size: Winsize): void {
  checkFd(fd);
  const { rows, columns } = winsize(size, 'size');
  native.tcsetwinsize(fd, rows, columns);
}
