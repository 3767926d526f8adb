import path from 'node:path';
import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const manager = path.join(import.meta.dirname, '../fixtures/daemon/manager.py');

const run = (name: string, nodeBin?: string, ...execArgv: string[]) =>
  runFixture('daemon/notify.mjs', {
    args: [name],
    ...(nodeBin && { nodeBin, execArgv: [...execArgv, process.execPath] }),
  });

/** With a manager: what the case has returned, and what was told. */
async function managed(name: string, where = 'notify.sock', ...env: string[]) {
  const { report, stdout } = await run(
    name,
    'env',
    ...env,
    ...['python3', manager, where],
  );
  const told = stdout.trim().split('\n');
  return {
    report,
    told: told.filter(Boolean).map((line) => {
      const { byService, ...message } = JSON.parse(line);
      expect(byService, message.text).toBe(true);
      return message;
    }),
  };
}

test.each(['./notify.sock', '@posix-proc-test'])(
  'what a manager is told at %s',
  async (where) => {
    const socket = where.startsWith('.')
      ? undefined
      : `${where}-${process.pid}`;
    const { report, told } = await managed('all', socket);
    expect(report).toEqual([Array(7).fill(true), null, '\n']);
    const { text: reloading } = told.splice(1, 1)[0];
    expect(reloading).toMatch(/^RELOADING=1\nMONOTONIC_USEC=\d{6,}$/);
    expect(told).toEqual([
      { text: 'READY=1\nSTATUS=at work: ü\nMAINPID=42', fds: 0 },
      { text: 'STOPPING=1', fds: 0 },
      { text: 'WATCHDOG=1', fds: 0 },
      { text: 'WATCHDOG=trigger', fds: 0 },
      { text: 'FDSTORE=1\nFDNAME=stored', fds: 1 },
      { text: 'FDSTORE=1\nFDNAME=log file', fds: 1 },
    ]);
  },
);

test('a barrier resolves when all has been read', async () => {
  const { report, told } = await managed('barrier');
  expect(report).toEqual([true, true, 'DOMException']);
  expect(told).toEqual([
    { text: 'STATUS=before', fds: 0 },
    { text: 'BARRIER=1', fds: 1 },
    { text: 'BARRIER=1', fds: 1 },
  ]);
});

test('without a manager nobody is told', async () => {
  expect((await run('nobody')).report).toEqual([false, false, null, null]);
});

test('a manager that is gone, or speaks another way', async () => {
  const codes = ['ENOENT', 'ENOENT', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];
  expect((await run('gone')).report).toEqual(codes);
});

test('the watchdog hears of the process, not of its child', async () => {
  const { report, told } = await managed(
    'watched',
    undefined,
    'WATCHDOG_USEC=200000',
  );
  expect(report).toEqual([100, 7, null]);
  expect(told.filter(({ text }) => text === 'WATCHDOG=1').length).not.toBe(0);
  expect(told.at(-1).text).toBe('STATUS=end');
});

test('one that is not open: nothing is told', async () => {
  const { report, told } = await managed('closed');
  expect(report).toBe('EBADF');
  expect(told).toEqual([]);
});

test('a manager that does not read', async () => {
  const { report } = await run('full');
  expect(report).toEqual(['EAGAIN', 'EAGAIN', true, true, 3]);
});

test('a watchdog that is content with less than a timer can do', async () => {
  expect((await run('rareWatchdog')).report).toBe(2 ** 31 - 1);
});

test("somebody else's watchdog", async () => {
  expect((await run('notWatched')).report).toBe(null);
});

test('what cannot be told is refused', async () => {
  const { report } = await run('refused');
  expect(report).toEqual([
    'The "notification" argument must be a plain object. Received undefined',
    "The property 'notification.readi' is not known. Received true",
    'The "notification.ready" property must be of type boolean. Received type number (1)',
    "The property 'notification.status' must be a line of text. Received 'two\\nlines'",
    'The "notification.status" property must be of type string. Received type number (1)',
    'The value of "notification.mainpid" is out of range. It must be >= 1 && <= 2147483647. Received 0',
    'The "notification.watchdog" property must be of type boolean. Received type string (\'bark\')',
    'The "notification.fds[0]" property must be a plain object. Received type number (3)',
    'The value of "notification.fds[0].fd" is out of range. It must be >= 0 && <= 2147483647. Received -1',
    expect.stringContaining("'notification.fds[0].name' must be up to 255"),
    expect.stringContaining("'notification.fds[0].name' must be up to 255"),
  ]);
});
