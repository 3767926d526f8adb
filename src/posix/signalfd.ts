// Signals to be read from a descriptor: signalfd(2).

import { isMainThread } from 'node:worker_threads';
import { binding, constants } from '../internal/binding.js';
import { invalidValue } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { type SigInfo, sigInfo } from '../internal/siginfo.js';
import type { Signal } from '../internal/signals.js';
import { toMask } from '../internal/sigset.js';
import { bytes, integer } from '../internal/validate.js';

const native = binding<{
  signalfd(set: bigint, flags: number): number;
  tellOfChildren(): void;
}>();

export const { SFD_CLOEXEC, SFD_NONBLOCK } = constants;

/**
 * `signalfd(-1, &set, flags)`: a descriptor to read signals from, which are
 * pending and of `set`. Block them before, by sigprocmask(), or they
 * are handled as ever and never come to be read. Each takes 128 bytes:
 * {@link signalfdInfo}. It is close-on-exec; SFD_NONBLOCK: read() says EAGAIN
 * instead of waiting. A forked child reads its own signals from it. In a Worker:
 * ERR_WORKER_UNSUPPORTED_OPERATION. Close it with close().
 *
 * @see {@link https://man7.org/linux/man-pages/man2/signalfd.2.html | signalfd(2)}
 * @example
 * import { close, readAsync, SIG_BLOCK, signalfd, signalfdInfo, sigprocmask } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGTERM']);
 * const fd = signalfd(['SIGTERM']);
 * setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10);
 * const [info] = signalfdInfo(await readAsync(fd, 1024));
 * console.log(info.signal, info.codeName); // SIGTERM SI_USER
 * close(fd);
 */
export function signalfd(set: readonly Signal[], flags = 0): number {
  const mask = toMask(set, 'set');
  integer(flags, 'flags');
  mainThreadOnly('signalfd');
  return native.signalfd(mask, flags);
}

/** sizeof(struct signalfd_siginfo) */
const SIZE = 128;

/**
 * What has been read from a {@link signalfd}, as the signals it tells of. Of a
 * SIGCHLD, child_process hears now. Other than whole ones:
 * ERR_INVALID_ARG_VALUE.
 *
 * @example
 * import { raise, read, SIG_BLOCK, signalfd, signalfdInfo, sigprocmask } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGHUP', 'SIGTERM']);
 * const fd = signalfd(['SIGHUP', 'SIGTERM']);
 * raise('SIGTERM');
 * raise('SIGHUP');
 * const signals = signalfdInfo(read(fd, 10 * 128));
 * console.log(signals.map((it) => it.signal)); // [ 'SIGHUP', 'SIGTERM' ]
 */
export function signalfdInfo(data: Uint8Array): SigInfo[] {
  const { buffer, byteOffset, length } = bytes(data, 'data');
  if (length % SIZE !== 0)
    throw invalidValue(
      'data',
      `must be whole signals of ${SIZE} bytes`,
      length,
    );
  const infos = Array.from({ length: length / SIZE }, (_, i) => {
    const it = new DataView(buffer, byteOffset + i * SIZE, SIZE);
    const int = (at: number) => it.getInt32(at, true);
    const unsigned = (at: number) => it.getUint32(at, true);
    const long = (at: number) => it.getBigUint64(at, true);
    // What siginfo_t has one place for has two here; one of them is 0.
    return sigInfo([
      int(0), // ssi_signo
      int(8), // ssi_code
      int(12) || int(24), // ssi_pid, ssi_tid
      unsigned(16) || unsigned(32), // ssi_uid, ssi_overrun
      int(40), // ssi_status
      int(44) || int(20), // ssi_int, ssi_fd
      Number(long(56)), // ssi_utime
      Number(long(64)), // ssi_stime
      long(72) || BigInt(unsigned(28)), // ssi_addr, ssi_band
    ]);
  });
  if (isMainThread && infos.some(({ signo }) => signo === constants.SIGCHLD))
    native.tellOfChildren();
  return infos;
}
