import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = (name: string) =>
  runFixture('fork/inherited.mjs', { args: [name] });

const cases: [string, string, unknown][] = [
  [
    'children of child_process are the parent’s',
    'children',
    { code: 0, text: 'for the parent' },
  ],
  [
    'the IPC channel is closed without a message',
    'channel',
    {
      code: 0,
      messages: [{ echo: 'hello', code: 5 }],
      output: 'disconnected\n',
    },
  ],
  [
    'a channel to a child is the parent’s',
    'channelToChild',
    { code: 3, right: true },
  ],
  [
    'a cluster worker’s channel too',
    'clusterWorker',
    { code: 0, messages: [{ code: 5, worker: true }], early: false },
  ],
  ['a kept server is served by both', 'kept', { code: 7, served: true }],
  [
    'closed handles are closed without a word',
    'closed',
    { code: 5, ended: false, answers: 'x'.repeat(20) },
  ],
  ['closed handles do not keep the child alive', 'closedEnds', 8],
  ['fs.watch tells both', 'watched', 6],
  [
    'the child of forkChild runs main alone',
    'mainAlone',
    { code: 5, strangers: [], parent: true },
  ],
  ['an eventfd is shared', 'shared', { code: 8, count: 7 }],
  [
    'keepShared keeps one, close forgets it',
    'keptShared',
    { code: 8, count: 5 },
  ],
];

test.for(cases)('%s', async ([, name, expected]) => {
  expect((await run(name)).report).toEqual(expected);
});

test('a main that fails: status 1 and its stack', async () => {
  const { report, stderr } = await run('mainFails');
  expect(report).toEqual([1, 1]);
  expect(stderr).toMatch(/Error: main has failed\n\s+at /);
  expect(stderr).toMatch(/TypeError: later\n\s+at /);
});
