// The end of this process by a signal, whatever handlers and masks say.

import type { SignalName } from '../internal/signals.js';
import { raise } from './kill.js';
import { SIG_UNBLOCK, sigprocmask } from './sigmask.js';
import { SIG_DFL, sigaction } from './signal.js';

export function endBySignal(signal: SignalName): void {
  sigaction(signal, { handler: SIG_DFL });
  sigprocmask(SIG_UNBLOCK, [signal]);
  raise(signal);
}
