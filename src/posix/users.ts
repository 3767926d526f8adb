// getpwnam(3), getpwuid(3), getgrnam(3), getgrgid(3): what the system's
// databases of users and groups say, /etc/passwd or whatever nsswitch.conf(5)
// names.

import { onAbort } from '../internal/abort.js';
import { binding } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { abortSignal, id, object } from '../internal/validate.js';

/** An entry of passwd(5), by the names of `struct passwd` less `pw_`. */
export type Passwd = {
  name: string;
  passwd: string;
  uid: number;
  gid: number;
  gecos: string;
  dir: string;
  shell: string;
};

/** An entry of group(5), by the names of `struct group` less `gr_`. */
export type Group = {
  name: string;
  passwd: string;
  gid: number;
  mem: string[];
};

type Handle = object;
type Start<Key> = (key: Key, callback: () => void) => Handle;

const native = binding<{
  getpwnam(name: Uint8Array): Passwd | null;
  getpwuid(uid: number): Passwd | null;
  getgrnam(name: Uint8Array): Group | null;
  getgrgid(gid: number): Group | null;
  getpwnamAsync: Start<Uint8Array>;
  getpwuidAsync: Start<number>;
  getgrnamAsync: Start<Uint8Array>;
  getgrgidAsync: Start<number>;
  lookedUp(handle: Handle): unknown;
}>();

type Options = { signal?: AbortSignal };

async function lookUp<Key, Entry>(
  start: Start<Key>,
  key: Key,
  options: Options,
): Promise<Entry | null> {
  object(options, 'options');
  const signal = abortSignal(options.signal, 'options.signal');
  signal?.throwIfAborted();
  let stop = () => {};
  try {
    return await new Promise((resolve, reject) => {
      stop = onAbort(signal, () => reject(signal?.reason));
      const handle = start(key, () => {
        try {
          resolve(native.lookedUp(handle) as Entry | null);
        } catch (error) {
          reject(error);
        }
      });
    });
  } finally {
    stop();
  }
}

/**
 * `getpwnam_r(name, …)`: the user of a login name, or null when there is none.
 * `passwd` is `'x'` where the password is kept elsewhere, as it mostly is;
 * `gecos` is the name in full and more, `dir` the home directory. It blocks
 * while it reads a file, or asks a server: see {@link getpwnamAsync}. EIO,
 * EMFILE and others: there is no knowing. But with several sources in
 * nsswitch.conf(5), glibc may say that there is none though one of them could not
 * be asked.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getpwnam.3.html | getpwnam(3)}
 * @example
 * import { getpwnam } from 'posix-proc';
 * console.log(getpwnam('root')); // { name: 'root', …, uid: 0, gid: 0, … }
 * console.log(getpwnam('no such user')); // null
 */
export function getpwnam(name: Bytes): Passwd | null {
  return native.getpwnam(cString(name, 'name'));
}

/**
 * `getpwuid_r(uid, …)`: the user of a user id, or null when there is none; see
 * {@link getpwnam}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getpwnam.3.html | getpwuid(3)}
 * @example
 * import { getpwuid } from 'posix-proc';
 * console.log(getpwuid(0)?.name); // root
 */
export function getpwuid(uid: number): Passwd | null {
  return native.getpwuid(id(uid, 'uid'));
}

/**
 * `getgrnam_r(name, …)`: the group of a name, or null when there is none. `mem`
 * names its members, less those who have it as their first group in passwd(5).
 * Errors as for {@link getpwnam}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getgrnam.3.html | getgrnam(3)}
 * @example
 * import { getgrnam } from 'posix-proc';
 * console.log(getgrnam('root')); // { name: 'root', …, gid: 0, … }
 */
export function getgrnam(name: Bytes): Group | null {
  return native.getgrnam(cString(name, 'name'));
}

/**
 * `getgrgid_r(gid, …)`: the group of a group id, or null when there is none; see
 * {@link getgrnam}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getgrnam.3.html | getgrgid(3)}
 * @example
 * import { getgrgid } from 'posix-proc';
 * console.log(getgrgid(0)?.name); // root
 */
export function getgrgid(gid: number): Group | null {
  return native.getgrgid(id(gid, 'gid'));
}

/**
 * `getpwnam_r(name, …)` without blocking: {@link getpwnam} on a thread of
 * libuv's pool, for glibc asks its sources in no other way; meanwhile fork()
 * waits. An aborted `signal` rejects with its reason, though the lookup goes on.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getpwnam.3.html | getpwnam(3)}
 * @example
 * import { getpwnamAsync } from 'posix-proc';
 * console.log((await getpwnamAsync('root')).uid); // 0
 */
export async function getpwnamAsync(
  name: Bytes,
  options: Options = {},
): Promise<Passwd | null> {
  return lookUp(native.getpwnamAsync, cString(name, 'name'), options);
}

/**
 * `getpwuid_r(uid, …)` without blocking: {@link getpwuid} as
 * {@link getpwnamAsync} does it.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getpwnam.3.html | getpwuid(3)}
 * @example
 * import { getpwuidAsync } from 'posix-proc';
 * console.log((await getpwuidAsync(0)).name); // root
 */
export async function getpwuidAsync(
  uid: number,
  options: Options = {},
): Promise<Passwd | null> {
  return lookUp(native.getpwuidAsync, id(uid, 'uid'), options);
}

/**
 * `getgrnam_r(name, …)` without blocking: {@link getgrnam} as
 * {@link getpwnamAsync} does it.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getgrnam.3.html | getgrnam(3)}
 * @example
 * import { getgrnamAsync } from 'posix-proc';
 * console.log((await getgrnamAsync('root')).gid); // 0
 */
export async function getgrnamAsync(
  name: Bytes,
  options: Options = {},
): Promise<Group | null> {
  return lookUp(native.getgrnamAsync, cString(name, 'name'), options);
}

/**
 * `getgrgid_r(gid, …)` without blocking: {@link getgrgid} as
 * {@link getpwnamAsync} does it.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/getgrnam.3.html | getgrgid(3)}
 * @example
 * import { getgrgidAsync } from 'posix-proc';
 * console.log((await getgrgidAsync(0)).name); // root
 */
export async function getgrgidAsync(
  gid: number,
  options: Options = {},
): Promise<Group | null> {
  return lookUp(native.getgrgidAsync, id(gid, 'gid'), options);
}
