// mmap(2) and what goes with it: memory outside of the JavaScript heap, which
// fork() copies or shares. memfd_create(2): a file in memory, without a name in
// any folder.

import { constants as limits } from 'node:buffer';
import { binding, constants } from '../internal/binding.js';
import { type Bytes, cString } from '../internal/c-strings.js';
import { invalidType, invalidValue } from '../internal/errors.js';
import {
  boolean,
  fd as checkFd,
  int64,
  integer,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { _SC_PAGESIZE, sysconf } from './usage.js';

const native = binding<{
  mmap(length: number, flags: number, fd: number, offset: bigint): ArrayBuffer;
  munmap(buffer: ArrayBuffer): void;
  madvise(memory: Uint8Array, advice: number): void;
  mincore(memory: Uint8Array, pages: Uint8Array): void;
  mlock(memory: Uint8Array): void;
  munlock(memory: Uint8Array): void;
  memfd_create(name: Uint8Array, flags: number): number;
}>();

export const {
  MADV_NORMAL,
  MADV_RANDOM,
  MADV_SEQUENTIAL,
  MADV_WILLNEED,
  MADV_DONTNEED,
  MADV_FREE,
  MADV_REMOVE,
  MADV_MERGEABLE,
  MADV_UNMERGEABLE,
  MADV_HUGEPAGE,
  MADV_NOHUGEPAGE,
  MADV_DONTDUMP,
  MADV_DODUMP,
  MADV_WIPEONFORK,
  MADV_KEEPONFORK,
  MADV_COLD,
  MADV_PAGEOUT,
  MADV_POPULATE_READ,
  MADV_POPULATE_WRITE,
  MADV_COLLAPSE,
  MFD_CLOEXEC,
  MFD_ALLOW_SEALING,
  MFD_HUGETLB,
  MFD_NOEXEC_SEAL,
  MFD_EXEC,
} = constants;

/** What {@link mmap} maps, and how. */
export type MmapOptions = {
  /** In bytes. The mapping goes on to the end of its last page. */
  length: number;
  /**
   * Whether this process and its children have the same memory from now on
   * (MAP_SHARED); otherwise each has a copy (MAP_PRIVATE, the default).
   */
  shared?: boolean;
  /** Ask for huge pages (MADV_HUGEPAGE), which make fork() cheaper. */
  hugePages?: boolean;
  /** A file instead of zeros; it may be closed afterwards. */
  fd?: number;
  /** Where in the file to start, in bytes: a multiple of the page size. */
  offset?: number | bigint;
};

/** Those that are mapped, and those that a munmap() has detached. */
const mappings = new WeakSet<ArrayBuffer>();

/**
 * `mmap(NULL, length, PROT_READ | PROT_WRITE, flags, fd, offset)`: memory of
 * zeros, or a file's, as an ArrayBuffer. What is written to it after fork() is
 * written to a copy, page by page, or with `shared` seen by all processes: there
 * the functions of Atomics work between processes, but for Atomics.wait, which
 * throws. (To wait, use {@link eventfd} or {@link pipe}.)
 *
 * {@link munmap} gives it back, and so does the garbage collector. postMessage()
 * and structuredClone() copy it; when they are to transfer it, those of Node 20
 * copy it too and newer ones throw a DataCloneError.
 *
 * With `fd`, of {@link memfd_create} mostly, processes share memory that are not
 * related. Who makes that file shorter lets those crash that use what is gone:
 * F_SEAL_SHRINK prevents it. Where the kernel has no huge page to give,
 * `hugePages` is without effect.
 *
 * ENOMEM: too much, for the machine or for RLIMIT_AS. EACCES: `fd` is not open
 * for reading or, with `shared`, for writing. ENXIO: the file ends before the
 * mapping. EINVAL: `offset` is no multiple of the page size; huge pages are
 * unknown to the kernel. ENODEV: no file to map. ENOTSUP: this Node allows no
 * memory but its own.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/mmap.2.html | mmap(2)}
 * @example
 * import { _exit, fork, mmap, waitpid } from 'posix-proc';
 * const copied = new Int32Array(mmap({ length: 4096 }));
 * const shared = new Int32Array(mmap({ length: 4096, shared: true }));
 * const pid = fork();
 * if (pid === 0) {
 *   copied[0] = 1;
 *   Atomics.add(shared, 0, 1);
 *   _exit(0);
 * }
 * waitpid(pid);
 * console.log(copied[0], shared[0]); // 0 1
 */
export function mmap(options: MmapOptions): ArrayBuffer {
  const {
    length,
    shared = false,
    hugePages = false,
    fd,
    offset = 0,
    ...unknown
  } = object(options, 'options') as MmapOptions;
  refuseUnknown(unknown, 'options');
  integer(length, 'options.length', 1, limits.MAX_LENGTH);
  const flags = boolean(shared, 'options.shared')
    ? constants.MAP_SHARED
    : constants.MAP_PRIVATE;
  boolean(hugePages, 'options.hugePages');
  const start = int64(offset, 'options.offset', 0n);
  const buffer =
    fd === undefined
      ? native.mmap(length, flags | constants.MAP_ANONYMOUS, -1, start)
      : native.mmap(length, flags, checkFd(fd, 'options.fd'), start);
  mappings.add(buffer);
  if (hugePages) {
    try {
      madvise(buffer, constants.MADV_HUGEPAGE);
    } catch (error) {
      munmap(buffer);
      throw error;
    }
  }
  return buffer;
}

/** All of a mapping. What it says of its own length may be made up. */
function mapped(value: unknown, name: string, expected: string): Uint8Array {
  if (!(value instanceof ArrayBuffer)) throw invalidType(name, expected, value);
  if (!mappings.has(value))
    throw invalidValue(name, 'must be from mmap()', value);
  try {
    return new Uint8Array(value);
  } catch {
    throw invalidValue(name, 'must not be detached', value);
  }
}

/** A mapping or a part of one. */
export type Memory = ArrayBuffer | NodeJS.ArrayBufferView;

function part(value: unknown): Uint8Array {
  const view = ArrayBuffer.isView(value) ? value : undefined;
  const all = mapped(
    view ? view.buffer : value,
    'memory',
    'an instance of ArrayBuffer or a view of one',
  );
  return view
    ? new Uint8Array(all.buffer, view.byteOffset, view.byteLength)
    : all;
}

/**
 * `munmap(buffer)`: gives back what {@link mmap} has mapped. The buffer is
 * detached: it has the length 0, as each view of it. Other processes keep their
 * copy, or the shared memory. No asynchronous call may be using it.
 *
 * ENOMEM: more mappings than the kernel allows would be left of this one and its
 * neighbours. EINVAL: of a file with MFD_HUGETLB no whole huge pages are mapped.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/munmap.2.html | munmap(2)}
 * @example
 * import { mmap, munmap } from 'posix-proc';
 * const buffer = mmap({ length: 1_000_000 });
 * munmap(buffer);
 * console.log(buffer.byteLength); // 0
 */
export function munmap(buffer: ArrayBuffer): void {
  mapped(buffer, 'buffer', 'an instance of ArrayBuffer');
  native.munmap(buffer);
}

/**
 * `madvise(memory, length, advice)`: tells the kernel what will be done with a
 * mapping, or the part of one that a view shows, to the end of its last page.
 * MADV_DONTNEED makes private memory zeros again and gives it back,
 * MADV_WIPEONFORK does that in children, MADV_POPULATE_WRITE (Linux 5.14) fetches
 * all of it now.
 *
 * EINVAL: the view does not start at a page, or the kernel does not know the
 * advice, or not for this kind of memory. EAGAIN, ENOMEM: not enough memory.
 * MADV_DONTFORK is refused, because a child crashes where it misses memory.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/madvise.2.html | madvise(2)}
 * @example
 * import { MADV_DONTNEED, madvise, mmap } from 'posix-proc';
 * const pages = new Uint8Array(mmap({ length: 8192 })).fill(1);
 * madvise(pages.subarray(4096), MADV_DONTNEED);
 * console.log(pages[4095], pages[4096]); // 1 0
 */
export function madvise(memory: Memory, advice: number): void {
  const bytes = part(memory);
  if (integer(advice, 'advice') === constants.MADV_DONTFORK)
    throw invalidValue('advice', 'must not be MADV_DONTFORK', advice);
  native.madvise(bytes, advice);
}

/**
 * `mincore(memory, length, vec)`: which pages of a mapping, or of the part of
 * one that a view shows, are in memory: for each 1 or 0. EINVAL: the view does
 * not start at a page. EAGAIN: ask again.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/mincore.2.html | mincore(2)}
 * @example
 * import { mincore, mmap } from 'posix-proc';
 * const buffer = mmap({ length: 3 * 4096 });
 * new Uint8Array(buffer)[5000] = 1;
 * console.log(mincore(buffer).join()); // 0,1,0
 */
export function mincore(memory: Memory): Uint8Array {
  const bytes = part(memory);
  const size = Number(sysconf(_SC_PAGESIZE));
  const pages = new Uint8Array(Math.ceil(bytes.length / size));
  native.mincore(bytes, pages);
  return pages.map((page) => page & 1);
}

/**
 * `mlock(memory, length)`: keeps the pages of a mapping, or of the part of one
 * that a view shows, in memory, all of them now; a child does not inherit that.
 * ENOMEM: RLIMIT_MEMLOCK. EPERM: that limit is 0.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/mlock.2.html | mlock(2)}
 * @example
 * import { mincore, mlock, mmap, munlock } from 'posix-proc';
 * const secret = mmap({ length: 4096 });
 * mlock(secret);
 * console.log(mincore(secret).join()); // 1
 * munlock(secret);
 */
export function mlock(memory: Memory): void {
  native.mlock(part(memory));
}

/**
 * `munlock(memory, length)`: lets the kernel swap out again what {@link mlock}
 * has kept.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/mlock.2.html | munlock(2)}
 * @example
 * import { mlock, mmap, munlock } from 'posix-proc';
 * const buffer = mmap({ length: 4096 });
 * mlock(buffer);
 * munlock(buffer);
 */
export function munlock(memory: Memory): void {
  native.munlock(part(memory));
}

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
