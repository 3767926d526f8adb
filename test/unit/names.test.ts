// Signals by name and number.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { expect, test } from 'vitest';

const api = createRequire(import.meta.url)(
  'posix-proc',
) as typeof import('posix-proc');
const { sigabbrev, signalName, signalNumber, strsignal } = api;

const numbers = [...Array(64).keys()].map((n) => n + 1);

test('every number from 1 to 64 has a name, and the name has the number', () => {
  for (const n of numbers) {
    const name = signalName(n);
    expect(name).toMatch(/^SIG[A-Z0-9]+(\+\d+)?$/);
    expect([name, signalNumber(name as string)]).toEqual([name, n]);
  }
});

test.each([0, -1, 65, 127, 2 ** 31 - 1])('%s has none', (n) => {
  expect(signalName(n)).toBeUndefined();
});

test("the exported constants are the kernel's, and Node's", () => {
  const ours = Object.entries(api).filter(([name]) => /^SIG[A-Z]/.test(name));
  expect(ours).toHaveLength(33);
  const node = constants.signals as Record<string, number>;
  for (const [name, n] of ours) {
    if (name in node) expect([name, n]).toEqual([name, node[name]]);
    expect([name, signalNumber(name)]).toEqual([name, n]);
  }
});

test("Node's names are known", () => {
  for (const [name, n] of Object.entries(constants.signals))
    expect([name, signalNumber(name)]).toEqual([name, n]);
});

test('the names are those of kill -l', (ctx) => {
  // bash: "1) SIGHUP  2) SIGINT …", real-time ones counted from both ends.
  let list: string;
  try {
    list = execFileSync('bash', ['-c', 'kill -l'], { encoding: 'utf8' });
  } catch (error) {
    return ctx.skip(`there is no bash: ${(error as Error).message}`);
  }
  const found = [...list.matchAll(/(\d+)\) (SIG\S+)/g)];
  expect(found.length).toBeGreaterThan(60);
  for (const [, n, name] of found)
    expect([name, signalNumber(name as string)]).toEqual([name, Number(n)]);
});

test('real-time signals count from both ends', () => {
  for (let i = 0; i <= 30; i++) {
    expect(signalNumber(`SIGRTMIN+${i}`)).toBe(34 + i);
    expect(signalNumber(`SIGRTMAX-${i}`)).toBe(64 - i);
  }
});

test.each([
  ...['', 'KILL', 'sigkill', 'SIGFOO', 'SIG', '9', ' SIGKILL', 'SIGKILL\0'],
  ...['SIGRTMIN+31', 'SIGRTMAX-31', 'SIGRTMIN-1', 'SIGRTMAX+1', 'SIGRTMIN+'],
  ...['SIGRTMIN+ 3', 'SIGRTMIN+3.0', 'SIGRTMIN+0x3', 'toString', '__proto__'],
])('%j is no name', (name) => {
  expect(() => signalNumber(name)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
  );
});

test('strsignal() has the words of the C library', (ctx) => {
  const program =
    'import signal\nfor n in range(1, 32): print(signal.strsignal(n))';
  let words: string[];
  try {
    words = execFileSync('python3', ['-c', program], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
      .trim()
      .split('\n');
  } catch (error) {
    return ctx.skip(`there is no python3: ${(error as Error).message}`);
  }
  expect(words).toHaveLength(31);
  expect(words.map((_, i) => strsignal(i + 1))).toEqual(words);
  expect(strsignal('SIGRTMIN+3')).toMatch(/^Real-time signal /);
});

test('sigabbrev() is the name less SIG', () => {
  for (const n of numbers)
    expect(`SIG${sigabbrev(n)}`).toBe(signalName(n) as string);
});
