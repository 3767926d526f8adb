// _exit(2), abort(3).

import { binding } from '../internal/binding.js';
import { integer } from '../internal/validate.js';

const native = binding<{
  _exit(status: number): never;
  abort(): never;
}>();

/**
 * `_exit(status)`: ends the process at once. No `'exit'` listener runs and
 * nothing is flushed: what stdout still holds is lost, use `process.exit()` to
 * keep it. The parent sees `status & 0xff`.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/_exit.2.html | _exit(2)}
 * @example
 * import { _exit, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) _exit(256 + 3);
 * console.log(waitpid(pid)); // { pid: …, status: 768, kind: 'exited', code: 3 }
 */
export function _exit(status: number): never {
  return native._exit(integer(status, 'status'));
}

/**
 * `abort()`: ends the process by SIGABRT, with a core dump where limits allow
 * one, whatever handler SIGABRT has.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/abort.3.html | abort(3)}
 * @example
 * import { abort, describeStatus, fork, waitpid } from 'posix-proc';
 * const pid = fork();
 * if (pid === 0) abort();
 * console.log(describeStatus(waitpid(pid).status)); // killed by SIGABRT
 */
export function abort(): never {
  return native.abort();
}
