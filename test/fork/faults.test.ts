// Whatever system call of fork() fails, fork() throws and nothing is left
// behind, or it can do without.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { straceProblem } from '../support/strace.mjs';

// The call, the error, and which call of a thread it is, or which ones.
const faults = [
  'madvise:ENOMEM:1..6',
  'clone:EAGAIN:1',
  'clone:EAGAIN:2',
  'clone:ENOMEM:3',
  'clone:EAGAIN:5',
  'ioctl:ENOTTY:1..1000', // how maps are asked before Linux 6.11
  'mmap:ENOMEM:1',
  'mmap:ENOMEM:2',
  'rt_tgsigqueueinfo:EAGAIN:1',
  'rt_tgsigqueueinfo:EAGAIN:4',
  'eventfd2:EMFILE:1',
  'epoll_create1:EMFILE:1',
  'pipe2:EMFILE:1',
  'dup3:EBUSY:1',
  'timerfd_create:EMFILE:1',
  'getdents64:EIO:1',
  'wait4:EINTR:1',
  'waitid:EINTR:1',
  'set_robust_list:EINVAL:1',
  'prctl:EINVAL:1',
  'rseq:EINVAL:1',
];

const problem = straceProblem();

test('each system call of fork() fails once', async (ctx) => {
  if (problem) ctx.skip(problem);
  const { reports } = await runFixture('fork/faults.mjs', {
    args: faults,
    // V8 ends the process when madvise() fails for a new page of code.
    execArgv: ['--jitless'],
    cores: true, // told by `during`
    deadlineMs: 50_000,
  });
  expect(reports.map(({ fault }) => fault)).toEqual(faults);
  for (const { fault, during, after } of reports) {
    expect([fault, after]).toEqual([fault, 'exited with 5']);
    if (during === 'exited with 5') continue;
    const error = {
      code: expect.stringMatching(/^E[A-Z_]+$/),
      message: expect.stringContaining(fault.split(':')[1]),
    };
    expect([fault, during]).toEqual([fault, error]);
  }
});

test('where there is no room, mmap() is what fails', async () => {
  const { report } = await runFixture('fork/no-room.mjs', {
    execArgv: ['--expose-gc', '--max-optimized-bytecode-size=0'],
  });
  expect(report).toContain('mmap');
  expect(report).not.toContain('open');
});
