// Every signal, by every rule: the table of signal(7).

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string): Promise<Record<string, unknown>> =>
  (
    await runFixture('posix/signal-rules.mjs', {
      args: [name],
      cores: true,
      deadlineMs: 50_000,
    })
  ).report;

const names = (text: string) => text.split(' ').map((name) => `SIG${name}`);

const ends = names(
  'HUP INT KILL USR1 USR2 PIPE ALRM TERM STKFLT VTALRM PROF IO PWR',
);
const dumps = names('QUIT ILL TRAP ABRT BUS FPE SEGV XCPU XFSZ SYS');
const stops = names('STOP TSTP TTIN TTOU');
const passes = names('CHLD CONT URG WINCH');
const realTime = [...Array(31).keys()].map((n) =>
  n === 0 ? 'SIGRTMIN' : n === 30 ? 'SIGRTMAX' : `SIGRTMIN+${n}`,
);

const all = [...ends, ...dumps, ...stops, ...passes, ...realTime];
const settable = all.filter((it) => it !== 'SIGKILL' && it !== 'SIGSTOP');

const rows = (signals: string[], value: (name: string) => unknown) =>
  Object.fromEntries(signals.map((name) => [name, value(name)]));

test('there are 62 of them', () => {
  expect(new Set(all).size).toBe(62);
});

test('the default action', async () => {
  const found = await run('defaults');
  // Whether a core is really written is the machine's affair, for all alike.
  const core = `${found.SIGQUIT}`.endsWith(' core') ? ' core' : '';
  expect(found).toEqual({
    ...rows([...ends, ...realTime], (name) => `signaled ${name}`),
    ...rows(dumps, (name) => `signaled ${name}${core}`),
    ...rows(stops, (name) => `stopped ${name}, continued`),
    ...rows(passes, () => 'runs'),
  });
});

test('ignored', async () => {
  expect(await run('ignored')).toEqual(rows(settable, () => true));
});

test('handled, with what is known of it', async () => {
  const { constants } = await import('node:os');
  const number = (name: string) =>
    (constants.signals as Record<string, number>)[name] ??
    34 + realTime.indexOf(name);
  expect(await run('handled')).toEqual(
    rows(settable, (name) =>
      Array(2).fill(`${number(name)} ${name} SI_USER true`),
    ),
  );
});

test('the old action comes back as it was', async () => {
  expect(await run('roundTrip')).toEqual(rows(settable, () => true));
});

test('blocked: pending, and handled as soon as it may come', async () => {
  expect(await run('blocked')).toEqual(
    rows(settable, (name) => [0, name, true, 1, '']),
  );
});

test('EINTR, and with SA_RESTART none', async () => {
  expect(await run('interrupts')).toEqual(
    rows(settable, () => ['EINTR 1', 'goes on 1']),
  );
});

test('calls that go on with SA_RESTART', async () => {
  const calls = ['waitpid', 'waitid', 'recvFds', 'open of a FIFO', 'flock']
    .concat(['pipe', 'socket', 'terminal'].map((it) => `read of a ${it}`))
    .concat(['fcntl(F_SETLKW)', 'fcntl(F_OFD_SETLKW)', 'write to a full pipe']);
  expect(await run('restarts')).toEqual(
    rows(calls, () => ['EINTR 1', 'goes on 1', 'goes on 1']),
  );
});

test('calls that never go on', async () => {
  expect(await run('ends')).toEqual({
    ...rows(['poll', 'ppoll', 'sigtimedwait', 'sigwaitinfo'], () =>
      Array(3).fill('EINTR 1'),
    ),
    ...rows(['sigsuspend', 'pause'], () => Array(3).fill('returns 1')),
  });
});
