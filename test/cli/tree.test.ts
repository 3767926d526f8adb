// Against pstree(1), byte by byte.

import { expect, test } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';

const run = async (name: string) =>
  (await runFixture('cli/tree.mjs', { args: [name], deadlineMs: 55_000 }))
    .report;

// pstree writes what is not ASCII as its bytes, in octal.
const octal = (text: string) =>
  text.replaceAll('\\346\\227\\245\\346\\234\\254', '日本');

test('the same as pstree draws', async () => {
  const found: Record<string, [string, string]> = await run('drawing');
  expect(Object.keys(found)).toHaveLength(5);
  for (const [name, [own, pstree]] of Object.entries(found)) {
    // It makes room for the four columns of each byte.
    const squeezed = (text: string) => octal(text).replace(/ +/g, ' ');
    expect([name, squeezed(own)]).toEqual([name, squeezed(pstree)]);
    if (!own.includes('日')) expect([name, own]).toEqual([name, pstree]);
  }
  const [whole] = found.whole as [string, string];
  expect(whole).toMatch(/^root\(\d+\)─┬─root\(\d+\)─┬─\{root\}\(\d+\)\n/);
  const [parents] = found.parents as [string, string];
  expect(parents).toMatch(/^\S+?\(1\)───.*───root\(\d+\)───sh\(\d+\)───sleep/);
});

test('columns are those of a terminal: CJK takes two', async () => {
  const [whole] = (await run('drawing')).whole;
  const below = whole
    .split('\n')
    .findIndex((it: string) => /日本.*─┬─/.test(it));
  const [first, second] = whole.split('\n').slice(below);
  const [before, after] = first.split('日本');
  // Each branch begins below the one before.
  expect(second.indexOf('├', before.length)).toBe(
    before.length + 4 + after.indexOf('┬'),
  );
});

test('as JSON, and up to pid 1', async () => {
  const { root, whole, parents, init } = await run('json');
  type Node = { pid: number; comm: string; children: Node[] };
  const nodes = (node: Node): Node[] => [node, ...node.children.flatMap(nodes)];
  expect(nodes(whole)).toHaveLength(13);
  for (const node of nodes(whole))
    expect(node).toEqual({
      pid: expect.any(Number),
      comm: expect.stringMatching(/^(root|sh|sleep|日本|zombie)$/),
      state: node.comm === 'zombie' ? 'Z' : 'S',
      threads: expect.any(Array),
      children: expect.any(Array),
    });
  expect(whole.threads.length).toBeGreaterThan(3);
  for (const thread of whole.threads)
    expect(thread).toEqual({
      tid: expect.any(Number),
      comm: expect.any(String),
    });
  expect(parents).toMatchObject({ pid: 1, comm: init });
  let last = parents;
  while (last.pid !== root) {
    expect(last.children).toHaveLength(1);
    [last] = last.children;
  }
  expect(last).toEqual(whole);
});

test('names that would steer the terminal, or look like syntax', async () => {
  expect(await run('names')).toEqual([
    ...['line?end(PID)\n', 'f??(PID)\n', 'a) R 1 (b(PID)\n', '日本(PID)\n'],
  ]);
});

test('from pid 1 on', async () => {
  expect(await run('all')).toEqual({ root: 1, own: true });
});

test('lines are as wide as the terminal, a + says so', async () => {
  const { whole, narrow, long } = await run('terminal');
  expect(long).toBe(whole);
  const lines = whole.split('\n');
  for (const [i, line] of narrow.split('\n').entries()) {
    const width = line.replace(/[日本]/g, '__').length;
    expect(width).toBeLessThanOrEqual(30);
    if (line === lines[i]) continue;
    expect(line.endsWith('+')).toBe(true);
    expect(lines[i].startsWith(line.slice(0, -1))).toBe(true);
    expect(width).toBeGreaterThanOrEqual(29);
  }
  expect(narrow).toContain('+\n');
});

test('a process named that is not there: 1', async () => {
  const gone = [1, '', 'error: no process GONE to be seen\n'];
  expect(await run('missing')).toEqual({ gone, json: gone, thread: 1 });
});
