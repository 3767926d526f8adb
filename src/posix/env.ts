// getenv(3), setenv(3), unsetenv(3), clearenv(3), environ(7): the environment
// that C has, and that a program executed without another one gets. On the main
// thread process.env is the same, but shows text only.
//
// It may move in memory at every change, and no lock is shared with Node's own
// process.env: whoever reads it on another thread meanwhile may crash.

import { binding } from '../internal/binding.js';
import {
  type Bytes,
  cString,
  decoder,
  type Encoding,
} from '../internal/c-strings.js';
import { invalidValue } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { boolean } from '../internal/validate.js';

const native = binding<{
  getenv(name: Uint8Array): Buffer | null;
  setenv(name: Uint8Array, value: Uint8Array, overwrite: number): void;
  unsetenv(name: Uint8Array): void;
  clearenv(): void;
  environ(): Buffer[];
}>();

function cName(value: unknown, name: string): Buffer {
  const bytes = cString(value, name);
  if (bytes.length === 1 || bytes.includes('='))
    throw invalidValue(name, "must be not empty and without '='", value);
  return bytes;
}

/**
 * `getenv(name)`: the value of an environment variable, or null when there is
 * none; with `encoding: 'buffer'` its bytes, which need be no text. In a Worker,
 * where process.env is a copy: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getenv.3.html | getenv(3)}
 * @example
 * import { getenv } from 'posix-proc';
 * process.env.GREETING = 'hello';
 * console.log(getenv('GREETING')); // hello
 */
export function getenv(
  name: Bytes,
  options?: { encoding?: 'utf8' },
): string | null;
export function getenv(
  name: Bytes,
  options: { encoding: 'buffer' },
): Buffer | null;
export function getenv(
  name: Bytes,
  options: Encoding = {},
): string | Buffer | null {
  const bytes = cName(name, 'name');
  const decode = decoder(options);
  mainThreadOnly('getenv');
  const value = native.getenv(bytes);
  return value && decode(value);
}

/**
 * `setenv(name, value, overwrite)`: sets an environment variable, unless there
 * is one already and `overwrite` is false. Set TZ by process.env: Node has to
 * know. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * As in C, no other thread may look at the environment while it is changed, by
 * whichever call: not a Worker with SHARE_ENV, for one.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/setenv.3.html | setenv(3)}
 * @example
 * import { setenv } from 'posix-proc';
 * setenv('GREETING', 'hello');
 * setenv('GREETING', 'goodbye', false);
 * console.log(process.env.GREETING); // hello
 */
export function setenv(name: Bytes, value: Bytes, overwrite = true): void {
  const bytes = cName(name, 'name');
  const text = cString(value, 'value');
  boolean(overwrite, 'overwrite');
  mainThreadOnly('setenv');
  native.setenv(bytes, text, Number(overwrite));
}

/**
 * `unsetenv(name)`: removes an environment variable, if there is one. In a
 * Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/unsetenv.3.html | unsetenv(3)}
 * @example
 * import { unsetenv } from 'posix-proc';
 * unsetenv('HOME');
 * console.log('HOME' in process.env); // false
 */
export function unsetenv(name: Bytes): void {
  const bytes = cName(name, 'name');
  mainThreadOnly('unsetenv');
  native.unsetenv(bytes);
}

/**
 * `clearenv()`: removes all environment variables, PATH among them. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/clearenv.3.html | clearenv(3)}
 * @example
 * import { clearenv } from 'posix-proc';
 * clearenv();
 * console.log(Object.keys(process.env).length); // 0
 */
export function clearenv(): void {
  mainThreadOnly('clearenv');
  native.clearenv();
}

/**
 * `environ`: the whole environment, `NAME=value` each, as bytes; {@link execve}
 * takes it as it is. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/environ.7.html | environ(7)}
 * @example
 * import { environ, setenv } from 'posix-proc';
 * setenv('GREETING', Buffer.from([0xff]));
 * console.log(environ().some((it) => it.equals(Buffer.from('GREETING=\xff', 'latin1')))); // true
 */
export function environ(): Buffer[] {
  mainThreadOnly('environ');
  return native.environ();
}
