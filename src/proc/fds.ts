// /proc/PID/fd and fdinfo: what a process has open.

import { constants as os } from 'node:os';
import { binding } from '../internal/binding.js';
import { fd as checkFd } from '../internal/validate.js';
import { linkOf, namesIn, type Pid, textOf } from './file.js';
import { LINE_END, type Scanner } from './scanner.js';

const native = binding<{
  throwErrno(error: number, syscall: string, pid: number): never;
}>();

/**
 * `/proc/PID/fd`: the descriptors, in order, and what each is: the path of a
 * file (with ` (deleted)` after it when it has no name any more), or
 * `pipe:[inode]`, `socket:[inode]`, `anon_inode:[eventfd]` and the like. Empty
 * for a zombie. ESRCH: it is gone. EACCES: it is somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html | proc_pid_fd(5)}
 * @example
 * import { pipe } from 'posix-proc';
 * import { fds } from 'posix-proc/proc';
 * const [r] = pipe();
 * console.log(fds('self').find(({ fd }) => fd === r).path); // pipe:[…]
 */
export function fds(pid: Pid): { fd: number; path: string }[] {
  return namesIn(pid, 'fd')
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((fd) => {
      try {
        const path = linkOf(pid, `fd/${fd}`);
        return path ? [{ fd, path: `${path}` }] : []; // null: a zombie by now
      } catch (error) {
        // Closed by now, as the one that the folder was read by.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    });
}

/** A line of a kind that may come more often is one of its texts. */
export type Fdinfo = {
  pos: bigint;
  /** O_RDWR, O_CLOEXEC and so on. */
  flags: number;
  mnt_id: number;
  ino?: bigint;
  [key: string]: bigint | number | string[] | undefined;
};

/**
 * `/proc/PID/fdinfo/FD`: where in a file, with which flags; and what the kind
 * of descriptor has to say, as it stands there: `eventfd-count`, `Pid`, `lock`,
 * `tfd`. ENOENT: no such descriptor. ESRCH: the process is gone. EACCES: it is
 * somebody else's.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html | proc_pid_fdinfo(5)}
 * @example
 * import { eventfd } from 'posix-proc';
 * import { fdinfo } from 'posix-proc/proc';
 * console.log(fdinfo('self', eventfd(10))['eventfd-count']); // [ 'a' ]
 */
export function fdinfo(pid: Pid, fd: number): Fdinfo {
  const text = textOf(pid, `fdinfo/${checkFd(fd)}`);
  // Of a zombie, which has none.
  if (text.atEnd) native.throwErrno(os.errno.ENOENT, 'open', Number(pid));
  return parseFdinfo(text);
}

// `inotify wd:1 ino:…`; `tfd: 5 …`; what is indented goes with the line before.
const other = /^(?:(inotify|fanotify) |(\S[^:]*):)?(.*)$/s;

export function parseFdinfo(text: Scanner): Fdinfo {
  const found: Fdinfo = { pos: 0n, flags: 0, mnt_id: 0 };
  const others = new Map<string, string[]>();
  let last = '';
  const passes = (key: string) => {
    const isThere = text.passes(key);
    if (isThere) text.blanks();
    return isThere;
  };
  while (!text.atEnd) {
    if (passes('pos:')) found.pos = text.bigint();
    else if (passes('flags:')) found.flags = text.octal();
    else if (passes('mnt_id:')) found.mnt_id = text.number();
    else if (passes('ino:')) found.ino = text.bigint();
    else {
      const [, kind, key = kind ?? last, rest = ''] =
        other.exec(text.line()) ?? [];
      const texts = others.get(key) ?? [];
      texts.push(rest.trim()); // an epoll may have thousands
      others.set(key, texts);
      last = key;
      continue;
    }
    text.skip(LINE_END);
  }
  return { ...found, ...Object.fromEntries(others) };
}
