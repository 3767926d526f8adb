// sigset_t: lists of signals as the user has them, masks as the natives do. Bit
// n-1 is signal n.

import { bit } from './delivery.js';
import { names, type SignalName, toSignal } from './signals.js';
import { list } from './validate.js';

export function toMask(signals: unknown, name: string): bigint {
  return list(signals, name, toSignal)
    .map(bit)
    .reduce((mask, one) => mask | one, 0n);
}

export function fromMask(mask: bigint): SignalName[] {
  return [...names].filter(([n]) => mask & bit(n)).map(([, name]) => name);
}
