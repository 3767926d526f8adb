import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string, nodeBin?: string, ...execArgv: string[]) =>
  (
    await runFixture('daemon/listen-fds.mjs', {
      args: name.split(' '),
      ...(nodeBin && { nodeBin, execArgv: [...execArgv, process.execPath] }),
    })
  ).report;

test('a server on a socket that systemd has opened', async (ctx) => {
  try {
    execFileSync('systemd-socket-activate', ['--version']);
  } catch (error) {
    ctx.skip(`needs systemd-socket-activate: ${(error as Error).message}`);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'activate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [web, log] = ['web', 'log'].map((name) => path.join(folder, name));
  const done = run(
    'serve',
    'systemd-socket-activate',
    ...['-l', web as string, '-l', log as string, '--fdname=web:log'],
  );
  await vi.waitUntil(() => existsSync(log as string), 10_000);
  const response = get({ socketPath: web, agent: false });
  const [message] = await once(response, 'response');
  expect(await json(message)).toEqual({
    names: ['3 web', '4 log'],
    variables: '',
    inherited: false,
  });
  await done;
});

test('no socket is open, though the variables say so', async () => {
  expect(await run('mine 100')).toEqual(['EBADF', 0]);
});

test.each(['', '-1', '1e9', '0x1', '99999999999'])(
  'a number that is none: %j',
  async (count) => {
    expect(await run(`mine ${count}`)).toEqual([[], 0]);
  },
);

test('the variables of another process', async () => {
  expect(await run('another')).toEqual([[], null]);
});
