// No byte of standard output or error is written twice, or lost, over a fork.

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

type Process = { child: boolean; called: number[]; errors?: string[] };

/** What arrived, and what each of the writer's processes says. */
async function run(...args: string[]) {
  const { reports } = await runFixture('fork/stdio.mjs', { args });
  const processes = reports.slice(0, -1) as Process[];
  return { arrived: reports.at(-1), processes };
}

/** Each callback was called once, without an error. */
function expectCalledOnce(processes: Process[], count: number) {
  expect(processes.map((one) => one.child).sort()).toEqual(
    [false, true].slice(0, count),
  );
  for (const { called, ...rest } of processes) {
    expect(called).toEqual(called.map(() => 1));
    expect(rest).toEqual({ child: rest.child, pending: 0 });
  }
}

const scenarios = [
  'nothing',
  'line',
  'pending',
  'large',
  'corked',
  'encodings',
];
const whole = { end: 0, before: true, parent: 700, child: 700, other: 0 };

describe('a pipe with a slow reader', () => {
  test.each([...scenarios, 'both'])('%s', async (scenario) => {
    const result = await run('pipe', 'plain', scenario, 'natural');
    expect(result.arrived).toEqual(whole);
    expectCalledOnce(result.processes, 2);
  });

  // What comes after the fork may find the pipe full, and these two do not wait.
  test.each(['exit', 'bare'])('before %s', async (ending) => {
    const { arrived } = await run('pipe', 'plain', 'pending', ending);
    expect(arrived).toMatchObject({ end: 0, before: true, other: 0 });
  });

  test('both processes have as much pending again', async () => {
    const { arrived, processes } = await run('pipe', 'twice', 'pending');
    const size = 200_004; // whole numbers of seven digits
    expect(arrived).toEqual({ ...whole, parent: size, child: size });
    expectCalledOnce(processes, 2);
  });

  test.each(['generations', 'siblings'])('%s', async (writer) => {
    const { arrived, processes } = await run('pipe', writer, 'corked');
    expect(arrived).toEqual({ ...whole, child: 0 });
    expectCalledOnce(processes, 1);
  });

  test("forked in a write's callback", async () => {
    const { arrived, processes } = await run('pipe', 'callback', 'pending');
    expect(arrived).toEqual(whole);
    expectCalledOnce(processes, 2);
  });

  test('a child of forkChild() writes all before it exits', async () => {
    const { arrived, processes } = await run('pipe', 'forkChild', 'pending');
    expect(arrived).toEqual({ ...whole, child: 400_008 });
    expectCalledOnce(processes, 1);
  });

  test('however late it is read', async () => {
    // timeoutMs is for the fork, not for what main writes.
    const { arrived } = await run('late', 'forkChild', 'nothing', '100');
    expect(arrived).toEqual({ ...whole, child: 400_008 });
  });

  test('one for standard output and one for standard error', async () => {
    const { arrived, processes } = await run('separate', 'separate', 'corked');
    const { end, ...same } = whole;
    expect(arrived).toEqual({ ...whole, errors: same });
    expectCalledOnce(processes, 2);
  });
});

describe.each(['file', 'socket', 'tty'])('a %s', (kind) => {
  test.for([
    ['large', 'natural'],
    ['corked', 'natural'],
    ['large', 'exit'],
    ['large', 'bare'],
  ])('%s, %s', async ([scenario, ending], ctx) => {
    if (kind === 'tty' && !hasPython())
      ctx.skip('no python3 to make a terminal with');
    const { arrived } = await run(kind, 'plain', `${scenario}`, `${ending}`);
    // A socket's reader may be slower than a process that does not wait.
    if (kind === 'socket' && ending !== 'natural')
      expect(arrived).toMatchObject({ end: 0, before: true, other: 0 });
    else expect(arrived).toEqual(whole);
  });
});

function hasPython() {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('nobody reads any more', () => {
  test.each([
    ['gone', 'pending'],
    ['gone', 'line'],
    ['gone', 'nothing'],
    ['going', 'pending'],
    ['going', 'large'],
  ])('%s, %s', async (kind, scenario) => {
    const { arrived, processes } = await run(kind, 'broken', scenario);
    expect(arrived.end).toBe(0);
    expect(processes.map((one) => one.child).sort()).toEqual([false, true]);
    for (const { called, errors } of processes) {
      // 100 with an error, 1 without.
      for (const count of called) expect([1, 100]).toContain(count);
      expect(errors).toEqual(called.includes(100) ? ['EPIPE'] : []);
    }
  });

  test('standard output is closed', async () => {
    const { arrived, processes } = await run(
      'closed',
      'plain',
      'large',
      'natural',
    );
    expect(arrived.end).toBe(0);
    expect(processes).toHaveLength(2);
  });
});
