// siginfo_t as JavaScript has it.

import { constants } from './binding.js';
import type { SignalName } from './signals.js';

/** What is known of a signal; `status` is a child's exit code or signal. */
export type SigInfo = {
  signo: number;
  signal: SignalName;
  code: number;
  codeName: string;
  pid?: number;
  uid?: number;
  status?: number;
  value?: number;
};

// CLD_* belong to SIGCHLD, SI_* to every signal.
const ofChild = new Map<number, string>();
const ofAny = new Map<number, string>();
for (const [name, value] of Object.entries(constants)) {
  if (name.startsWith('CLD_')) ofChild.set(value, name);
  if (name.startsWith('SI_')) ofAny.set(value, name);
}

/** `CLD_EXITED`, `SI_USER`, …; the number where there is no name. */
export function codeName(signo: number, code: number): string {
  const own = signo === constants.SIGCHLD ? ofChild.get(code) : undefined;
  return own ?? ofAny.get(code) ?? `${code}`;
}
