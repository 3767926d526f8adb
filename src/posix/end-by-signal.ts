// The end of this process by a signal, whatever handlers and masks say. Process 1
// does not end by its own: its status is what a shell would say then.

import { type SignalName, toSignal } from '../internal/signals.js';
import { _exit } from './exit.js';
import { raise } from './kill.js';
import { SIG_UNBLOCK, sigprocmask } from './sigmask.js';
import { SIG_DFL, sigaction } from './signal.js';

export function endBySignal(signal: SignalName): void {
  sigaction(signal, { handler: SIG_DFL });
  sigprocmask(SIG_UNBLOCK, [signal]);
  raise(signal);
  _exit(128 + toSignal(signal, 'signal'));
}
