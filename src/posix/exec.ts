// execve(2), execv(3), execvp(3), execvpe(3): this process becomes another
// program. Its pid, parent, working directory, umask, limits and signal mask
// stay; what Node has changed for its own purposes does not.

import { binding } from '../internal/binding.js';
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

type Strings = Uint8Array;

const native = binding<{
  execve(path: Strings, argv: Strings, env: Strings, ignored: number[]): never;
  execv(path: Strings, argv: Strings, ignored: number[]): never;
  execvp(file: Strings, argv: Strings, ignored: number[]): never;
  execvpe(file: Strings, argv: Strings, env: Strings, ignored: number[]): never;
}>();

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
 * `execvp(file, argv)`: {@link execv} of the first `file` that is found in the
 * folders of PATH, unless it has a slash. A file that is no program (ENOEXEC)
 * is given to `/bin/sh`, as a script. EACCES: none was found, but there was one
 * that may not be executed.
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
 * `execvpe(file, argv, envp)`: {@link execvp} with another environment. It is
 * this process's PATH that is searched, not the one in `env`.
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
