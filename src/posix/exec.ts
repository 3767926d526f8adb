// execve(2), execveat(2), execv(3) and the other forms of exec(3), fexecve(3):
// this process becomes another program. Its pid, parent, working directory, umask,
// limits and signal mask stay; what Node has changed for its own purposes does not.

import { binding, constants } from '../internal/binding.js';
import {
  type Bytes,
  cArgv,
  cEnv,
  cPath,
  cString,
  type Env,
  type Path,
} from '../internal/c-strings.js';
import { deliver } from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { nodeIgnores } from '../internal/node-ignores.js';
import { flushStdio } from '../internal/stdio.js';
import { fd as checkFd, integer } from '../internal/validate.js';

type Strings = Uint8Array;

type Exec = (path: Strings, argv: Strings, ignored: number[]) => never;
type ExecWithEnv = (
  path: Strings,
  argv: Strings,
  env: Strings,
  ignored: number[],
) => never;

const native = binding<{
  execve: ExecWithEnv;
  execv: Exec;
  execl: Exec;
  execvp: Exec;
  execlp: Exec;
  execvpe: ExecWithEnv;
  execle: ExecWithEnv;
  fexecve(fd: number, argv: Strings, env: Strings, ignored: number[]): never;
  execveat(
    dirfd: number,
    path: Strings,
    argv: Strings,
    env: Strings,
    flags: number,
    ignored: number[],
  ): never;
}>();

export const { AT_FDCWD, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW } = constants;

/** The arguments of the forms that take them one by one. */
function cArgs(arg0: unknown, args: readonly unknown[]): Buffer {
  return Buffer.concat([
    cString(arg0, 'arg0'),
    ...args.map((arg, i) => cString(arg, `args[${i}]`)),
  ]);
}

/**
 * However late stdout and stderr are read, as at any end of Node; and handlers
 * run for the signals that have come.
 */
function flush(): void {
  flushStdio(2 ** 31 - 1);
  deliver();
}

/**
 * `execve(path, argv, envp)`: runs the program at `path` in place of this one.
 * On success it does not return: no `'exit'` listener runs, Workers end, and
 * what stdout and stderr still hold has been written before. `argv` starts with
 * the program's name for itself; `env` is its whole environment.
 *
 * Descriptors 0, 1 and 2 are handed on, and each other one that is not
 * close-on-exec. Handlers of signals are reset, ignored signals stay ignored,
 * except for those that Node ignores on its own account (SIGPIPE, SIGXFSZ).
 *
 * On failure it throws and all is as before. ENOENT, EACCES (a folder, too),
 * ENOEXEC, ENOTDIR, ELOOP, ENAMETOOLONG, ETXTBSY, E2BIG. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/execve.2.html | execve(2)}
 * @example
 * import { execve, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0)
 *   execve('/bin/sh', ['sh', '-c', 'exit $CODE'], { CODE: '3' });
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 3 }
 */
export function execve(path: Path, argv: readonly Bytes[], env: Env): never {
  const strings = [cPath(path, 'path'), cArgv(argv, 'argv')] as const;
  const environment = cEnv(env, 'env');
  mainThreadOnly('execve');
  flush();
  return native.execve(...strings, environment, nodeIgnores());
}

/**
 * `execv(path, argv)`: {@link execve} with the environment of this process.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execv(3)}
 * @example
 * import { execv, fork, waitpid } from 'posix-proc';
 * process.env.CODE = '4';
 * const pid = fork();
 * if (pid === 0) execv('/bin/sh', ['sh', '-c', 'exit $CODE']);
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 4 }
 */
export function execv(path: Path, argv: readonly Bytes[]): never {
  const strings = [cPath(path, 'path'), cArgv(argv, 'argv')] as const;
  mainThreadOnly('execv');
  flush();
  return native.execv(...strings, nodeIgnores());
}

/**
 * `execl(path, arg0, …, NULL)`: {@link execv} with the arguments one by one. No
 * null ends them.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execl(3)}
 * @example
 * import { execl, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) execl('/bin/sh', 'sh', '-c', 'exit 5');
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 5 }
 */
export function execl(path: Path, arg0: Bytes, ...args: Bytes[]): never {
  const strings = [cPath(path, 'path'), cArgs(arg0, args)] as const;
  mainThreadOnly('execl');
  flush();
  return native.execl(...strings, nodeIgnores());
}

/**
 * `execle(path, arg0, …, NULL, envp)`: {@link execve}. The array stands where C
 * has the arguments one by one.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execle(3)}
 * @example
 * import { execle, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) execle('/bin/sh', ['sh', '-c', 'exit $CODE'], { CODE: '6' });
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 6 }
 */
export function execle(path: Path, argv: readonly Bytes[], env: Env): never {
  const strings = [cPath(path, 'path'), cArgv(argv, 'argv')] as const;
  const environment = cEnv(env, 'env');
  mainThreadOnly('execle');
  flush();
  return native.execle(...strings, environment, nodeIgnores());
}

/**
 * `execvp(file, argv)`: {@link execv} of the first `file` that is found in the
 * folders of PATH, unless it has a slash: then it is the path.
 *
 * It is libc that searches. An empty element of PATH, as in `':/bin'`, is the
 * current folder. Without PATH the folders are `/bin` and `/usr/bin`. What may
 * not be executed is passed over; EACCES says that there was such a file and no
 * other one. A file that is no program (ENOEXEC) is given to `/bin/sh` as a
 * script, which Python's os.execvp() does not do.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execvp(3)}
 * @example
 * import { execvp } from 'posix-proc';
 * execvp('echo', ['echo', 'hello from', `${process.pid}`]);
 */
export function execvp(file: Bytes, argv: readonly Bytes[]): never {
  const strings = [cString(file, 'file'), cArgv(argv, 'argv')] as const;
  mainThreadOnly('execvp');
  flush();
  return native.execvp(...strings, nodeIgnores());
}

/**
 * `execlp(file, arg0, …, NULL)`: {@link execvp} with the arguments one by one.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execlp(3)}
 * @example
 * import { execlp } from 'posix-proc';
 * execlp('echo', 'echo', 'hello from', `${process.pid}`);
 */
export function execlp(file: Bytes, arg0: Bytes, ...args: Bytes[]): never {
  const strings = [cString(file, 'file'), cArgs(arg0, args)] as const;
  mainThreadOnly('execlp');
  flush();
  return native.execlp(...strings, nodeIgnores());
}

/**
 * `execvpe(file, argv, envp)`: {@link execvp} with another environment. It is
 * this process's PATH that is searched, as in C; Python takes the one in `env`.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/exec.3.html | execvpe(3)}
 * @example
 * import { execvpe } from 'posix-proc';
 * execvpe('env', ['env'], { NAME: 'value' }); // prints NAME=value
 */
export function execvpe(file: Bytes, argv: readonly Bytes[], env: Env): never {
  const strings = [cString(file, 'file'), cArgv(argv, 'argv')] as const;
  const environment = cEnv(env, 'env');
  mainThreadOnly('execvpe');
  flush();
  return native.execvpe(...strings, environment, nodeIgnores());
}

/**
 * `fexecve(fd, argv, envp)`: {@link execve} of the file that `fd` refers to,
 * whatever its name is by now.
 *
 * A script is read by its interpreter, from `/dev/fd`: when `fd` is
 * close-on-exec, as open() makes it, a `#!` script throws ENOENT. A copy made by
 * dup() will do, and stays open in the interpreter. EBADF. EACCES: no regular
 * file, or one that may not be executed.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/fexecve.3.html | fexecve(3)}
 * @example
 * import { fexecve, fork, O_RDONLY, open, waitpid } from 'posix-proc';
 * const fd = open('/bin/sh', O_RDONLY);
 * const pid = fork();
 * if (pid === 0) fexecve(fd, ['sh', '-c', 'exit $CODE'], { CODE: '7' });
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 7 }
 */
export function fexecve(fd: number, argv: readonly Bytes[], env: Env): never {
  checkFd(fd);
  const strings = [cArgv(argv, 'argv'), cEnv(env, 'env')] as const;
  mainThreadOnly('fexecve');
  flush();
  return native.fexecve(fd, ...strings, nodeIgnores());
}

/**
 * `execveat(dirfd, path, argv, envp, flags)`: {@link execve}, with a relative
 * `path` starting at the folder `dirfd`; AT_FDCWD is the current one. `flags`:
 * AT_EMPTY_PATH with an empty `path` means `dirfd` itself, as {@link fexecve}
 * does, and AT_SYMLINK_NOFOLLOW throws ELOOP where `path` is a symbolic link. A
 * `#!` script below a close-on-exec `dirfd` throws ENOENT. EBADF, ENOTDIR;
 * EINVAL: the kernel does not know such flags.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/execveat.2.html | execveat(2)}
 * @example
 * import { execveat, fork, O_DIRECTORY, open, waitpid } from 'posix-proc';
 * const bin = open('/bin', O_DIRECTORY);
 * const pid = fork();
 * if (pid === 0) execveat(bin, 'sh', ['sh', '-c', 'exit $CODE'], { CODE: '8' });
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 8 }
 */
export function execveat(
  dirfd: number,
  path: Path,
  argv: readonly Bytes[],
  env: Env,
  flags = 0,
): never {
  if (dirfd !== AT_FDCWD) checkFd(dirfd, 'dirfd');
  const bytes = cPath(path, 'path');
  const strings = [cArgv(argv, 'argv'), cEnv(env, 'env')] as const;
  integer(flags, 'flags');
  mainThreadOnly('execveat');
  flush();
  return native.execveat(dirfd, bytes, ...strings, flags, nodeIgnores());
}
