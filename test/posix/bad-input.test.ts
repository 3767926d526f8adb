// README: no number wraps. What is no pid, descriptor or signal is refused by
// name, before any system call.

import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import {
  good,
  lookups,
  strings,
  takesBoolean,
  takesBytes,
} from './bad-input/good.js';

const numbers = ['NaN', 'Infinity', '1.5', '2^31', '2^32+1', '-2^31-1', '2^53'];

type Got = { kind: string; code: string; message: string };

const { results, signals } = (
  await runFixture('posix/bad-input.mjs', { args: ['values', ...good] })
).report as {
  results: Record<string, Record<string, Got>>;
  signals: number;
};

const takesNames = [
  ...['getrlimit, resource', 'setrlimit, resource', 'prlimit, resource'],
  'setPdeathsig, sig',
  'ppoll, mask[0]',
  ...['kill, sig', 'Child.kill, sig', 'pidfd_send_signal, sig'],
  ...['ppoll, mask[0]', 'sigprocmask, set[0]', 'sigsuspend, mask[0]'],
  ...['sigwait, set[0]', 'sigwaitinfo, set[0]', 'sigtimedwait, set[0]'],
  'signalfd, set[0]',
  ...['kill, sig', 'Child.kill, sig'],
  ...[
    'posix_spawn, options.setsigmask[0]',
    'posix_spawn, options.setsigdef[0]',
  ],
  ...['tgkill, sig', 'sigqueue, sig', 'strsignal, sig', 'sigabbrev, sig'],
  ...['signal, sig', 'signals, set[0]', 'signals, set[1]'],
  ...['onceSignal, set', 'onceSignal, set[0]', 'timer_create, event.signo'],
  ...['killpg, sig', 'raise, sig', 'sigaction, sig', 'sigaction, act.mask[0]'],
  ...['spawn, options.stdio', 'spawn, options.stdio[0]'],
  'spawn, options.pdeathsig',
];
const takesText = [
  ...['signalNumber, name', 'getenv, name', 'setenv, name', 'unsetenv, name'],
];
const takesOneOf = [
  'toStream, mode',
  ...['fork, options.workers', 'fork, options.handles'],
  'posix_spawn, options.fileActions[0][0]',
  ...['getcwd, options.encoding', 'getenv, options.encoding'],
  'Zygote.run, name',
];
const takesNoNumber = [
  ...['tcsetwinsize, size', 'tcsetattr, termios', 'tcsetattr, termios.cc'],
  ...['tcsetattr, termios.lflag.ECHO', 'cfmakeraw, termios'],
  ...['cfsetspeed, termios', 'openpty, options', 'openpty, options.termios'],
  ...['openpty, options.winsize', 'forkpty, options', 'Pty.spawn, args'],
  ...['Pty.spawn, options', 'Pty.spawn, options.env', 'Pty.fork, main'],
  'Pty.fork, options',
  ...takesText,
  ...takesBoolean,
  ...['preventFork, during', 'zygote, options', 'zygote, options.setup'],
  ...['zygote, options.jobs', 'zygote, options.jobs.one'],
  ...['Zygote.run, options', 'Zygote.run, options.signal'],
  ...['getcwd, options', 'getenv, options', 'setgroups, gids'],
  ...['mmap, options', 'munmap, buffer', 'madvise, memory'],
  ...['mincore, memory', 'mlock, memory', 'munlock, memory'],
  'setrlimit, limit',
  ...['dropPrivileges, credentials', 'dropPrivileges, credentials.groups'],
  ...['daemonize, options', 'daemonize, options.keepFds'],
  ...['prlimit, limit', 'sched_setaffinity, cpus'],
  ...['sched_setscheduler, param', 'sched_setparam, param'],
  'ioprio_set, ioprio',
  ...lookups.flatMap((it) => [
    `${it}Async, options`,
    `${it}Async, options.signal`,
  ]),
  ...['readAsync, options', 'readAsync, options.signal'],
  ...['writeAsync, data', 'writeAsync, options'],
  ...['poll, entries', 'poll, entries[0]', 'ppoll, entries', 'ppoll, mask'],
  ...['fcntl, lock', 'sendFds, data', 'sendFds, fds'],
  ...['pidfdWaitAsync, options', 'pidfdWaitAsync, options.signal'],
  ...['recvFdsAsync, options', 'recvFdsAsync, options.signal'],
  ...['sigprocmask, set', 'sigsuspend, mask', 'sigwait, set'],
  ...['sigwaitinfo, set', 'sigtimedwait, set', 'signalfd, set'],
  'signalfdInfo, data',
  ...['signalNumber, name', 'write, data', 'atfork, hooks'],
  ...['atfork, hooks.prepare', 'atfork, hooks.parent', 'atfork, hooks.child'],
  ...['fork, options', 'forkChild, main', 'forkChild, options'],
  ...['Child.wait, options', 'Child.wait, options.signal'],
  ...['waitpidAsync, options', 'waitpidAsync, options.signal'],
  ...takesBytes,
  ...['execve, argv', 'execv, argv', 'execvp, argv', 'execvpe, argv'],
  ...['posix_spawn, argv', 'posix_spawnp, argv', 'execve, env'],
  ...['execvpe, env', 'posix_spawn, options', 'posix_spawnp, options'],
  ...['execle, argv', 'execle, env', 'fexecve, argv', 'fexecve, env'],
  ...['execveat, argv', 'execveat, env'],
  ...['posix_spawn, options.env', 'posix_spawn, options.fileActions'],
  ...['posix_spawn, options.fileActions[0]', 'posix_spawn, options.setsid'],
  ...['posix_spawn, options.resetids', 'posix_spawn, options.scheduler'],
  ...['posix_spawn, options.setsigmask', 'posix_spawn, options.setsigdef'],
  ...['sigaction, act', 'sigaction, act.handler', 'sigaction, act.mask'],
  ...['signal, handler', 'signals, set', 'signals, options'],
  ...['signals, options.signal', 'onceSignal, options'],
  ...['onceSignal, options.signal', 'timer_create, event'],
  ...['setitimer, time', 'timer_settime, time', 'timerfd_settime, time'],
  ...['args', 'options', 'options.env', 'options.groups', 'options.rlimits']
    .concat(['options.rlimits.NOFILE', 'options.session'])
    .map((it) => `spawn, ${it}`),
];
const takesFilled = ['execve', 'execv', 'execvp', 'execvpe']
  .concat(['posix_spawn', 'posix_spawnp', 'execle', 'fexecve', 'execveat'])
  .map((name) => `${name}, argv`);

function expected(place: string, value: string): [string, string] {
  // An array, but not of as many.
  if (value.startsWith('[') && place === 'tcsetattr, termios.cc')
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  // An array, but empty; or of what is wrong in itself.
  if (value === '[]' && takesFilled.includes(place))
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (value.startsWith('[') && place === 'posix_spawn, options.fileActions[0]')
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (value === "''" && place === 'sendFds, data')
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (takesOneOf.includes(place)) return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (strings.includes(value) && [...takesNames, ...takesText].includes(place))
    return ['TypeError', 'ERR_INVALID_ARG_VALUE'];
  if (numbers.includes(value) && !takesNoNumber.includes(place))
    return ['RangeError', 'ERR_OUT_OF_RANGE'];
  return ['TypeError', 'ERR_INVALID_ARG_TYPE'];
}

describe('refused with the code, and naming the argument', () => {
  test.each(Object.keys(results))('%s', (place) => {
    const name = place.split(', ')[1]?.replace(/[[\].]/g, '\\$&');
    for (const [value, got] of Object.entries(results[place] ?? {})) {
      const seen = [value, got.kind, got.code];
      expect(seen).toEqual([value, ...expected(place, value)]);
      expect(got.message).toMatch(
        new RegExp(`["']${name}(\\[0\\]|\\.\\w+)?["']`),
      );
    }
  });
});

test('no signal was sent', () => {
  expect(signals).toBe(0);
});

test('text that C cannot take is refused by name', async () => {
  const { report } = await runFixture('posix/bad-input.mjs', {
    args: ['strings'],
  });
  for (const [place, got] of Object.entries<Got>(report)) {
    const seen = [place, got.kind, got.code];
    expect(seen).toEqual([place, 'TypeError', 'ERR_INVALID_ARG_VALUE']);
    expect(got.message).toContain(`'${place.split(', ')[0]}'`);
  }
});
