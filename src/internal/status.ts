// What a wait found out, from the status word of <sys/wait.h>.

import { nameOf, type SignalName } from './signals.js';

/** What became of a child. `status` is the raw word, for the macros. */
export type WaitResult = { pid: number; status: number } & (
  | { kind: 'exited'; code: number }
  | {
      kind: 'signaled';
      signal: SignalName;
      signo: number;
      coreDumped: boolean;
    }
  | { kind: 'stopped'; signal: SignalName; signo: number }
  | { kind: 'continued' }
);

/**
 * Of a process that is not our child: that it has ended is all that anybody but
 * its parent can know.
 */
export type Ended = { pid: number; kind: 'ended' };

/**
 * The resources that a process has used, by the names of `struct rusage` less
 * `ru_`. `utime` and `stime` are seconds, `maxrss` is KiB. A program that was
 * started by spawn(), posix_spawn() or child_process has begun in its parent's
 * memory: its `maxrss` is no less than what the parent held then.
 */
export type Rusage = {
  utime: number;
  stime: number;
  maxrss: number;
  minflt: number;
  majflt: number;
  inblock: number;
  oublock: number;
  nvcsw: number;
  nivcsw: number;
};

/** Of a child that has ended. */
export type Waited = WaitResult & { rusage: Rusage };

/** As the natives give it. */
export type Found = [pid: number, status: number];
export type FoundWithUsage = [pid: number, status: number, rusage: Rusage];

export function decode(pid: number, status: number): WaitResult {
  const high = (status >> 8) & 0xff;
  const low = status & 0x7f;
  if (low === 0) return { pid, status, kind: 'exited', code: high };
  if (status === 0xffff) return { pid, status, kind: 'continued' };
  if ((status & 0xff) === 0x7f)
    return { pid, status, kind: 'stopped', signal: nameOf(high), signo: high };
  const coreDumped = (status & 0x80) !== 0;
  const signal = nameOf(low);
  return { pid, status, kind: 'signaled', signal, signo: low, coreDumped };
}

export function decodeWithUsage([pid, status, rusage]: FoundWithUsage): Waited {
  return { ...decode(pid, status), rusage };
}
