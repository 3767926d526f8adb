// The names of signals, and signals as users may write them.

import { constants } from './binding.js';
import type { ConstantName } from './constant-names.js';
import { invalidType, invalidValue } from './errors.js';
import { integer } from './validate.js';

const { SIGRTMIN, SIGRTMAX } = constants;

/** `'SIGTERM'`, `'SIGRTMIN+3'`; glibc's own 32 and 33 are `'SIG32'`, `'SIG33'`. */
export type SignalName =
  | Exclude<Extract<ConstantName, `SIG${string}`>, `SIG_${string}`>
  | `SIGRTMIN+${number}`
  | 'SIG32'
  | 'SIG33';

/** A signal by name or number. */
export type Signal = SignalName | number;

export const names = new Map<number, SignalName>();
for (const [name, value] of Object.entries(constants)) {
  if (/^SIG[A-Z]/.test(name)) names.set(value, name as SignalName);
}
for (let n = 1; SIGRTMIN + n < SIGRTMAX; n++) {
  names.set(SIGRTMIN + n, `SIGRTMIN+${n}`);
}
names.set(32, 'SIG32').set(33, 'SIG33');

/** Of a number that the kernel has named; what was made up may have no name. */
export const nameOf = (signo: number): SignalName =>
  names.get(signo) ?? (`SIG${signo}` as SignalName);

const numbers = new Map<string, number>([
  ...[...names].map(([number, name]) => [name, number] as const),
  // Other spellings of the same signals.
  ['SIGIOT', constants.SIGABRT],
  ['SIGPOLL', constants.SIGIO],
  ['SIGCLD', constants.SIGCHLD],
]);

export function nameToNumber(name: unknown, argument: string): number {
  if (typeof name !== 'string')
    throw invalidType(argument, 'of type string', name);
  const known = numbers.get(name);
  if (known !== undefined) return known;
  const match = /^SIGRT(MIN\+|MAX-)(\d{1,2})$/.exec(name);
  if (match) {
    const distance = Number(match[2]);
    const number =
      match[1] === 'MIN+' ? SIGRTMIN + distance : SIGRTMAX - distance;
    if (number >= SIGRTMIN && number <= SIGRTMAX) return number;
  }
  throw invalidValue(argument, 'must be the name of a signal', name);
}

/** A signal as users write it, as its number. `min` is 0 where kill(2) may. */
export function toSignal(signal: unknown, name: string, min = 1): number {
  if (typeof signal === 'number')
    return integer(signal, name, min, constants.SIGRTMAX);
  if (typeof signal === 'string') return nameToNumber(signal, name);
  throw invalidType(name, 'of type number or string', signal);
}
