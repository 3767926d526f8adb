// Taking signals instead of handling them: sigwait(3), sigwaitinfo(2),
// sigtimedwait(2).

import { binding } from '../internal/binding.js';
import { interruptedForGood, interruptible } from '../internal/delivery.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { type RawSigInfo, type SigInfo, sigInfo } from '../internal/siginfo.js';
import type { Signal } from '../internal/signals.js';
import { toMask } from '../internal/sigset.js';
import { integer } from '../internal/validate.js';

const native = binding<{
  sigwait(set: bigint): RawSigInfo;
  sigwaitinfo(set: bigint): RawSigInfo;
  sigtimedwait(set: bigint, timeoutMs: number): RawSigInfo | null;
}>();

/**
 * `sigwait(&set, &sig)`: waits until one of the signals is pending, takes it and
 * returns its number: no handler and no listener hears of it. Block them before,
 * by sigprocmask(); what is not blocked is while it waits, but does
 * what it does at any other time. A signal that is handled meanwhile does not end
 * it, but what the handler throws does. The errors are those of sigprocmask().
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sigwait.3.html | sigwait(3)}
 * @example
 * import { raise, SIG_BLOCK, sigprocmask, sigwait } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGTERM']);
 * raise('SIGTERM');
 * console.log(sigwait(['SIGTERM', 'SIGHUP'])); // 15
 */
export function sigwait(set: readonly Signal[]): number {
  const mask = toMask(set, 'set');
  mainThreadOnly('sigwait');
  const [signo] = interruptible(() => native.sigwait(mask), true);
  return signo;
}

/**
 * `sigwaitinfo(&set, &info)`: {@link sigwait}, and where the signal came from.
 * EINTR: another signal has come, and its handlers have run; it never goes on
 * after that.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigwaitinfo.2.html | sigwaitinfo(2)}
 * @example
 * import { getpid, kill, SIG_BLOCK, sigprocmask, sigwaitinfo } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGTERM']);
 * kill(getpid(), 'SIGTERM');
 * const { signal, codeName, pid } = sigwaitinfo(['SIGTERM']);
 * console.log(signal, codeName, pid === getpid()); // SIGTERM SI_USER true
 */
export function sigwaitinfo(set: readonly Signal[]): SigInfo {
  const mask = toMask(set, 'set');
  mainThreadOnly('sigwaitinfo');
  return sigInfo(interruptedForGood(() => native.sigwaitinfo(mask)));
}

/**
 * `sigtimedwait(&set, &info, &timeout)`: {@link sigwaitinfo} for `timeoutMs`
 * milliseconds; 0 does not wait. Null: nothing has come in time.
 *
 * @see {@link https://man7.org/linux/man-pages/man2/sigtimedwait.2.html | sigtimedwait(2)}
 * @example
 * import { SIG_BLOCK, sigprocmask, sigtimedwait } from 'posix-proc';
 * sigprocmask(SIG_BLOCK, ['SIGTERM']);
 * console.log(sigtimedwait(['SIGTERM'], 10)); // null
 */
export function sigtimedwait(
  set: readonly Signal[],
  timeoutMs: number,
): SigInfo | null {
  const mask = toMask(set, 'set');
  integer(timeoutMs, 'timeoutMs', 0);
  mainThreadOnly('sigtimedwait');
  const found = interruptedForGood(() => native.sigtimedwait(mask, timeoutMs));
  return found && sigInfo(found);
}
