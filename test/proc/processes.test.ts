import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (...args: string[]) =>
  (await runFixture('proc/processes.mjs', { args })).report;

test('list() and processes()', async () => {
  const { found, ...rest } = await run('list');
  expect(rest).toEqual({
    sorted: true,
    listed: true,
    own: true,
    child: [['sleep', '20'], 'sleep', true],
    gone: false,
  });
  expect(found).toBeGreaterThan(0.5); // others may have ended
});

test('what ends while it is looked at is left out', async () => {
  expect(await run('churn')).toBeGreaterThan(2);
});

test('reading them leaves the event loop its turns', async () => {
  expect(await run('turns')).toBeGreaterThan(20);
});

test('tree() and children() know zombies too', async () => {
  const { children, ...rest } = await run('tree');
  expect(rest).toEqual({ own: true, same: true, whole: true });
  expect(new Map(children)).toEqual(
    new Map([
      ['living', false],
      ['zombie', true],
    ]),
  );
});

test('identity() is a pid and when it began', async () => {
  const { apart, ...rest } = await run('identity');
  expect(rest).toEqual({ pid: true, later: true, again: true });
  expect(apart).toBeLessThan(2); // ps counts whole seconds
});

test('who has a pid that was given out again is somebody else', async (ctx) => {
  const { missing, samePid, first, second } = await run('reused');
  if (missing) return ctx.skip(`no pid can be chosen here: ${missing}`);
  expect(samePid).toBe(true);
  expect(Number(second)).toBeGreaterThan(Number(first));
});

test.for([1, 2])(
  'a /proc that hides others, hidepid=%i',
  async (hidepid, ctx) => {
    const { missing, ...found } = await run('hidden', `${hidepid}`);
    if (missing) return ctx.skip(`/proc cannot be mounted here: ${missing}`);
    expect(found).toEqual({
      listed: hidepid === 1,
      ...{ one: 'EACCES', gone: 'ESRCH' },
      ...{ all: true, own: true, tree: true, children: [] },
    });
  },
);
