import { beforeAll, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

// biome-ignore lint/suspicious/noExplicitAny: what the fixture reports
let found: any;

beforeAll(async () => {
  found = (await runFixture('examples/daemon-by-hand.mjs')).report;
});

test('the program ends well, and says where its daemon is', () => {
  expect(found.program).toMatchObject({ status: 0, stderr: '' });
  expect(found.program.stdout).toMatch(
    /^pid \d+, http:\/\/127\.0\.0\.1:\d+\/$/m,
  );
  expect(found.pid).not.toBe(found.program.pid);
});

test('the daemon has another parent, and leads neither session nor group', () => {
  const { ppid, pgid, sid } = found.seen;
  expect([found.program.pid, pgid]).not.toContain(ppid);
  expect(sid).toBe(pgid);
  expect(sid).not.toBe(found.pid);
  expect(sid).not.toBe(found.self.sid);
});

test('it has no terminal, and holds nothing of its caller', () => {
  const nowhere = '/dev/null';
  expect(found.seen).toMatchObject({
    tty: 0,
    tpgid: -1,
    umask: '0022',
    cwd: '/',
    fds: [nowhere, nowhere, nowhere],
  });
});

test('it answers by HTTP, one request or many', () => {
  const from = (page: string | number) =>
    `/${page} from process ${found.pid}\n`;
  expect(found.answers).toEqual(['a', 'b'].map(from));
  expect(found.many).toEqual([...Array(20).keys()].map(from));
});

test('a daemon that cannot start says why, by exit status too', () => {
  expect(found.second.status).toBe(1);
  expect(found.second.stdout).toContain('EADDRINUSE');
});

test('SIGTERM ends it', () => {
  // The latter of a connection that was kept alive until then.
  expect(found.after).toMatch(/^(ECONNREFUSED|UND_ERR_SOCKET)$/);
});
