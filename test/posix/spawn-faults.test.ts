// Whatever system call of spawn() and posix_spawn() fails, it is thrown with the
// step's name, and no child or descriptor is left.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { straceProblem } from '../support/strace.mjs';

const problem = straceProblem();

// The options, the call, the error, and which call of a thread it is; and the
// step that the error names, or the exit code.
const faults: Record<string, string | number> = {
  'spawn clone:EAGAIN:1': 'clone',
  'spawn clone:ENOMEM:1': 'clone',
  'spawn setsid:EPERM:1': 'setsid',
  'group setpgid:EPERM:1': 'setpgid',
  'spawn dup3:EMFILE:1': 'dup2',
  'spawn dup3:EBUSY:3': 'dup2',
  'spawn prlimit64:EPERM:1': 'prlimit',
  'spawn setgroups:EPERM:1': 'setgroups',
  'group setgroups:EPERM:1': 0, // nobody has asked for it
  'group setgroups:ENOMEM:1': 'setgroups',
  'spawn setgid:EPERM:1': 'setgid',
  'spawn setuid:EAGAIN:1': 'setuid',
  'spawn prctl:EINVAL:1': 'prctl',
  'spawn chdir:EINTR:1': 'chdir',
  'spawn chdir:ENOMEM:1': 'chdir',
  'spawn execve:ENOMEM:1': 'execve',
  'spawn execve:EAGAIN:1': 'execve',
  'spawn execve:EMFILE:1': 'execve',
  'spawn rt_sigaction:EINVAL:1..200': 0,
  'pipes pipe2:EMFILE:1': 'pipe2',
  'pipes pipe2:ENFILE:2': 'pipe2',
  'pipes socketpair:EMFILE:1': 'socketpair',
  'pipes ioctl:EIO:2': 'open', // of the second stream
  'pipes openat:EMFILE:1': 'open',
  'pipes openat:ENOMEM:2': 'open',
  'pipes openat:EINTR:1': 0,
  'posixSpawn clone,clone3:EAGAIN:1': 'posix_spawn',
  'posixSpawn clone,clone3:ENOMEM:1': 'posix_spawn',
  'posixSpawn setsid:EPERM:1': 'posix_spawn',
  'posixGroup setpgid:EPERM:1': 'posix_spawn',
  'posixSpawn openat:EMFILE:1': 'posix_spawn',
  'posixSpawn dup2:EMFILE:1': 'posix_spawn',
  'posixSpawn chdir:ENOMEM:1': 'posix_spawn',
  'posixSpawn execve:EAGAIN:1': 'posix_spawn',
  'posixSpawn wait4:EINTR:1': 0,
};
const failing = ['fails waitid:EINTR:1', 'fails waitid:EINTR:1..3'];

test('each system call of a spawn fails once', {
  timeout: 120_000,
}, async (ctx) => {
  if (problem) ctx.skip(problem);
  if (process.getuid?.() !== 0) ctx.skip('only root can become another user');
  const { reports } = await runFixture('posix/spawn-faults.mjs', {
    args: [...Object.keys(faults), ...failing],
    deadlineMs: 110_000,
  });
  const expected = Object.entries(faults).map(([fault, step]) => {
    const [, code] = fault.split(':');
    return { fault, during: step === 0 ? 0 : [code, step], after: 0 };
  });
  const none = ['ENOENT', 'execve'];
  expect(reports).toEqual([
    ...expected,
    ...failing.map((fault) => ({ fault, during: none, after: none })),
    { orphan: false },
  ]);
});
