// siginfo_t, decoded by what the kernel has filled.

import { constants as os } from 'node:os';
import { expect, test } from 'vitest';
import { type RawSigInfo, sigInfo } from '../../dist/internal/siginfo.js';

const { SIGCHLD, SIGIO, SIGSEGV, SIGSYS, SIGUSR1 } = os.signals;

test.each([
  ['SI_USER', SIGUSR1, 0, { pid: 11, uid: 12 }],
  ['SI_TKILL', SIGUSR1, -6, { pid: 11, uid: 12 }],
  ['SI_QUEUE', 34, -1, { pid: 11, uid: 12, value: 14 }],
  ['SI_MESGQ', 34, -3, { pid: 11, uid: 12, value: 14 }],
  ['SI_TIMER', 34, -2, { timerid: 11, timerOverrun: 12, value: 14 }],
  ['SI_KERNEL', 14, 128, {}],
  ['-99', 34, -99, {}],
  ['99', SIGCHLD, 99, {}],
  [
    'CLD_DUMPED',
    SIGCHLD,
    3,
    { pid: 11, uid: 12, status: 13, utime: 0.15, stime: 0.16 },
  ],
  ['POLL_IN', SIGIO, 1, { band: 17n, fd: 14 }],
  ['POLL_HUP', 34, 6, { band: 17n, fd: 14 }],
  ['SEGV_ACCERR', SIGSEGV, 2, { addr: 17n }],
  ['SYS_SECCOMP', SIGSYS, 1, { addr: 17n }],
])('%s', (codeName, signo, code, details) => {
  const raw: RawSigInfo = [signo, code, 11, 12, 13, 14, 15, 16, 17n];
  const { signal, ...info } = sigInfo(raw);
  expect(info).toEqual({ signo, code, codeName, ...details });
  expect(signal).toMatch(/^SIG/);
});

test('waitid() knows of no times; the rusage of wait4() has them', () => {
  const { utime, stime, status } = sigInfo([SIGCHLD, 1, 11, 12, 13, 0]);
  expect([utime, stime, status]).toEqual([undefined, undefined, 13]);
});
