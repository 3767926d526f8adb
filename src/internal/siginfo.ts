// What is known of a signal that has come: siginfo_t. Manual page: sigaction(2).

import { constants } from './binding.js';
import { nameOf, type SignalName } from './signals.js';

/**
 * A signal, and where it came from. `code` is si_code and `codeName` its name:
 * SI_USER (kill), SI_TKILL (raise, tgkill), SI_QUEUE (sigqueue), SI_TIMER
 * (timer_create), SI_KERNEL, CLD_EXITED and its like (of a child), POLL_IN and
 * its like (of a descriptor), SEGV_MAPERR and its like (of a fault). There are
 * only those of the other fields that come with it.
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
  /** Of a child, with SIGCHLD: how long it has run, in seconds. */
  utime?: number;
  stime?: number;
  /** What sigqueue() or timer_create() was given. */
  value?: number;
  /** The timer, as timer_create() numbers it. */
  timerid?: number;
  /** How often the timer has expired since, without another signal. */
  timerOverrun?: number;
  /** Which poll events, and of which descriptor. */
  band?: bigint;
  fd?: number;
  /** Where the fault was, or what seccomp(2) has trapped. */
  addr?: bigint;
  /**
   * How many signals there would have been beside it: its timer has expired
   * again, or so many were waiting (65,536, or RLIMIT_SIGPENDING) that others
   * were lost.
   */
  overrun?: number;
};

const { SIGCHLD, SI_USER, SI_QUEUE, SI_TIMER, SI_MESGQ, SI_TKILL } = constants;

function namesWith(prefix: string): Map<number, string> {
  const found = Object.entries(constants).filter(([name]) =>
    name.startsWith(prefix),
  );
  return new Map(found.map(([name, value]) => [value, name]));
}

const anySignal = namesWith('SI_');
const ofChildren = namesWith('CLD_');
const ofDescriptors = namesWith('POLL_');
const ofFaults = new Map(
  (['ILL', 'FPE', 'SEGV', 'BUS', 'TRAP', 'SYS'] as const).map((name) => [
    constants[`SIG${name}`],
    namesWith(`${name}_`),
  ]),
);

// As the kernel does: fcntl(F_SETSIG) may announce a descriptor by any signal
// that has no codes of its own.
const codesOf = (signo: number): Map<number, string> =>
  signo === SIGCHLD ? ofChildren : (ofFaults.get(signo) ?? ofDescriptors);

/** The name of an si_code; its number as text when it has none. */
function codeName(signo: number, code: number): string {
  return anySignal.get(code) ?? codesOf(signo).get(code) ?? `${code}`;
}

/** As native/siginfo.h hands it over; waitid() knows the first six only. */
export type RawSigInfo = [
  signo: number,
  code: number,
  pid: number,
  uid: number,
  status: number,
  value: number,
  utime?: number,
  stime?: number,
  addr?: bigint,
];

// sysconf(_SC_CLK_TCK), which Linux shows to programs as 100 everywhere.
const TICKS = 100;

/** Only those fields that the kernel has filled. */
export function sigInfo(raw: RawSigInfo): SigInfo {
  const [signo, code] = raw;
  return {
    signo,
    signal: nameOf(signo),
    code,
    codeName: codeName(signo, code),
    ...details(raw),
  };
}

// siginfo_t has one place for pid, timerid, band and addr, and one for status,
// value and fd.
function details(raw: RawSigInfo): Partial<SigInfo> {
  const [signo, code, pid, uid, status, value, utime, stime, addr = 0n] = raw;
  if (code === SI_USER || code === SI_TKILL) return { pid, uid };
  if (code === SI_QUEUE || code === SI_MESGQ) return { pid, uid, value };
  if (code === SI_TIMER) return { timerid: pid, timerOverrun: uid, value };
  const known = codesOf(signo);
  if (!known.has(code)) return {};
  if (known === ofDescriptors) return { band: addr, fd: value };
  if (known !== ofChildren) return { addr };
  if (utime === undefined || stime === undefined) return { pid, uid, status };
  return { pid, uid, status, utime: utime / TICKS, stime: stime / TICKS };
}
