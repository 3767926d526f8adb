// What is known of a signal that has come: siginfo_t. Manual page: sigaction(2).

import { constants } from './binding.js';
import { nameOf, type SignalName } from './signals.js';

/**
 * A signal, and where it came from. `code` is si_code and `codeName` its name:
 * SI_USER (kill), SI_TKILL (raise), SI_QUEUE (sigqueue, with its `value`),
 * CLD_EXITED and its like (of a child, with its `status`).
 */
export type SigInfo = {
  signo: number;
  signal: SignalName;
  code: number;
  codeName: string;
  /** The sender, or the child. */
  pid?: number;
  uid?: number;
  /** Of a child: its exit code, or the number of its signal. */
  status?: number;
  value?: number;
  /** How many signals came before it that were lost: 65,536 wait at most. */
  overrun?: number;
};

const { SIGCHLD, SI_USER, SI_QUEUE, SI_TKILL } = constants;

function namesWith(prefix: string): Map<number, string> {
  const found = Object.entries(constants).filter(([name]) =>
    name.startsWith(prefix),
  );
  return new Map(found.map(([name, value]) => [value, name]));
}

const anySignal = namesWith('SI_');
const ofChildren = namesWith('CLD_');

/** The name of an si_code; its number as text when it has none. */
export function codeName(signo: number, code: number): string {
  const name = anySignal.get(code);
  if (name) return name;
  return (signo === SIGCHLD && ofChildren.get(code)) || `${code}`;
}

/** As native/siginfo.h hands it over: si_signo, si_code, si_pid, si_uid, … */
export type RawSigInfo = [
  signo: number,
  code: number,
  pid: number,
  uid: number,
  status: number,
  value: number,
];

/** Only those fields that the kernel has filled. */
export function sigInfo(raw: RawSigInfo): SigInfo {
  const [signo, code, pid, uid, status, value] = raw;
  const info: SigInfo = {
    signo,
    signal: nameOf(signo),
    code,
    codeName: codeName(signo, code),
  };
  const ofChild = signo === SIGCHLD && ofChildren.has(code);
  if (ofChild || code === SI_USER || code === SI_QUEUE || code === SI_TKILL)
    Object.assign(info, { pid, uid });
  if (ofChild) info.status = status;
  if (code === SI_QUEUE) info.value = value;
  return info;
}
