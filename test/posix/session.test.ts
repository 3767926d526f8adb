import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('posix/session.mjs', { args: [name] })).report;

test('a child is in the session and group of its parent', async () => {
  const { self, own, child, byPid } = await run('inherited');
  expect(own).toEqual({ sid: self, pgid: self, pgrp: self });
  expect(child).toMatchObject({ ...own, status: 0 });
  expect(byPid).toBe(true);
});

test('setsid() makes a session and a group of its own', async () => {
  const { pid, ...result } = await run('setsid');
  const expected = { returned: pid, sid: pid, pgid: pid, pgrp: pid, status: 0 };
  expect(result).toEqual(expected);
});

test('setpgid() makes groups, and moves children between them', async () => {
  const { pid, leader, member, moved, back, again } = await run('groups');
  expect(leader).toMatchObject({ pgid: pid, pgrp: pid });
  expect(leader.sid).not.toBe(pid);
  expect(member).toMatchObject({ pgid: pid, pgrp: pid, sid: leader.sid });
  expect(moved).toEqual([moved[0], moved[0]]);
  expect([back, again]).toEqual([pid, pid]);
});

test('errors carry code, errno, syscall and pid', async () => {
  const results = await run('errors');
  const messages = {
    EPERM: ['operation not permitted', -1],
    ESRCH: ['no such process', -3],
    EINVAL: ['invalid argument', -22],
  } as const;
  const failure = (
    code: keyof typeof messages,
    syscall: string,
    ...pid: number[]
  ) => ({
    kind: 'Error',
    message: [`${code}: ${messages[code][0]}, ${syscall}`, ...pid].join(' '),
    code,
    errno: messages[code][1],
    syscall,
    ...(pid.length > 0 ? { pid: pid[0] } : {}),
  });
  const child = results['a child in its own session'].pid;
  const parent = results['no child'].pid;
  expect(results).toEqual({
    'a leader': failure('EPERM', 'setsid'),
    'a session leader': failure('EPERM', 'setpgid', 0),
    'setpgrp of one': failure('EPERM', 'setpgid', 0),
    'a child in its own session': failure('EPERM', 'setpgid', child),
    'no child': failure('ESRCH', 'setpgid', parent),
    'no such group': failure('EINVAL', 'setpgid', 0),
    'getsid of none': failure('ESRCH', 'getsid', 4_194_304),
    'getpgid of none': failure('ESRCH', 'getpgid', 4_194_304),
    'setpgid of none': failure('ESRCH', 'setpgid', 4_194_304),
    'of a negative pid': failure('ESRCH', 'getpgid', -1),
  });
});
