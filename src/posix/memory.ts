// memfd_create(2): a file in memory, without a name in any folder.

import { binding, constants } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { integer } from '../internal/validate.js';

const native = binding<{
  memfd_create(name: Uint8Array, flags: number): number;
}>();

export const {
  MFD_CLOEXEC,
  MFD_ALLOW_SEALING,
  MFD_HUGETLB,
  MFD_NOEXEC_SEAL,
  MFD_EXEC,
} = constants;

/**
 * `memfd_create(name, flags)`: an empty file that lives in memory until the last
 * descriptor of it is closed; close-on-exec. `name`, up to 249 bytes, only shows
 * in `/proc`. With MFD_ALLOW_SEALING, F_ADD_SEALS of {@link fcntl} settles for
 * good what nobody can do with it any more, as for a process that it is sent to.
 * EINVAL: the name is too long, or flags that the kernel does not know:
 * MFD_NOEXEC_SEAL and MFD_EXEC came with Linux 6.3.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/memfd_create.2.html | memfd_create(2)}
 * @example
 * import { close, F_ADD_SEALS, F_SEAL_GROW, F_SEAL_SHRINK, F_SEAL_WRITE, fcntl, MFD_ALLOW_SEALING, memfd_create, write } from 'posix-proc';
 * const fd = memfd_create('settings', MFD_ALLOW_SEALING);
 * write(fd, 'from now on read-only');
 * fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
 * try { write(fd, 'x'); } catch (error) { console.log(error.code); } // EPERM
 * close(fd);
 */
export function memfd_create(name: Bytes, flags = 0): number {
  const bytes = cString(name, 'name');
  return native.memfd_create(
    bytes,
    integer(flags, 'flags') | constants.MFD_CLOEXEC,
  );
}
