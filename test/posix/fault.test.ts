// Signals that the kernel raises for what the program does itself.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { filtered } from '../support/seccomp.mjs';

const run = async (...args: string[]) =>
  (await runFixture('posix/fault.mjs', { args, cores: true })).report;

const faults = ['SIGFPE', 'SIGSEGV', 'SIGILL', 'SIGTRAP', 'SIGBUS'];

test.for(faults)(
  '%s ends the process, beside a handler',
  async (signal, ctx) => {
    const end = await run('ends', signal);
    if (end === 'no compiler') ctx.skip('there is no g++');
    expect(end).toEqual(['signaled', signal]);
  },
);

test.each(faults)('%s that was sent reaches the handler', async (signal) => {
  expect(await run('sent', signal)).toEqual(['SI_TKILL', 'SI_USER']);
});

test('a stack overflow of JavaScript stays a RangeError', async () => {
  expect(await run('v8')).toEqual(['RangeError', 0]);
});

// getpriority(2)
test('SIGSYS by seccomp reaches the handler; without one it ends the process', async () => {
  const { report } = await runFixture('posix/fault.mjs', {
    ...filtered('140:trap'),
    args: ['trapped'],
    cores: true,
  });
  expect(report).toEqual([
    [['SYS_SECCOMP', true]],
    ['signaled SIGSYS', 'signaled SIGSYS'],
  ]);
});
