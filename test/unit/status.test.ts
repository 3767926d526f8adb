// The macros of <sys/wait.h>, against those of C.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const api = createRequire(import.meta.url)(
  'posix-proc',
) as typeof import('posix-proc');
const { describeStatus, exitCode, W_EXITCODE, W_STOPCODE } = api;

// Every status of 16 bits; a line holds the eight macros' values, then the
// two that build a status from the word's halves.
const program = `
#include <stdio.h>
#include <sys/wait.h>
int main(void) {
  for (int s = 0; s <= 0xffff; s++)
    printf("%d %d %d %d %d %d %d %d %d %d\\n", !!WIFEXITED(s), WEXITSTATUS(s),
           !!WIFSIGNALED(s), WTERMSIG(s), !!WCOREDUMP(s), !!WIFSTOPPED(s),
           WSTOPSIG(s), !!WIFCONTINUED(s), W_EXITCODE(s >> 8, s & 0xff),
           W_STOPCODE(s & 0xff));
}`;

function valuesInC(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'macros-'));
  try {
    const [source, binary] = ['macros.c', 'macros'].map((name) =>
      path.join(folder, name),
    ) as [string, string];
    writeFileSync(source, program);
    execFileSync('cc', ['-o', binary, source], { stdio: 'pipe' });
    return execFileSync(binary, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the macros give what those of C give, for every status', (ctx) => {
  const expected = valuesInC();
  if (expected === undefined) return ctx.skip('there is no C compiler (cc)');
  let ours = '';
  for (let s = 0; s <= 0xffff; s++) {
    const values = [
      api.WIFEXITED(s),
      api.WEXITSTATUS(s),
      api.WIFSIGNALED(s),
      api.WTERMSIG(s),
      api.WCOREDUMP(s),
      api.WIFSTOPPED(s),
      api.WSTOPSIG(s),
      api.WIFCONTINUED(s),
      W_EXITCODE(s >> 8, s & 0xff),
      W_STOPCODE(s & 0xff),
    ];
    ours += `${values.map(Number).join(' ')}\n`;
  }
  // Not toEqual, which would print all of it.
  const lines = expected.split('\n');
  const different = ours
    .split('\n')
    .map((line, s) => [s, line, lines[s]])
    .filter(([, line, inC]) => line !== inC);
  expect(different.slice(0, 5)).toEqual([]);
});

describe('describeStatus', () => {
  test.each([
    [W_EXITCODE(0, 0), 'exited with 0'],
    [W_EXITCODE(3, 0), 'exited with 3'],
    [W_EXITCODE(255, 0), 'exited with 255'],
    [9, 'killed by SIGKILL'],
    [6 | 0x80, 'killed by SIGABRT (core dumped)'],
    [11 | 0x80, 'killed by SIGSEGV (core dumped)'],
    [37, 'killed by SIGRTMIN+3'],
    [64, 'killed by SIGRTMAX'],
    [33, 'killed by SIG33'],
    [W_STOPCODE(19), 'stopped by SIGSTOP'],
    [W_STOPCODE(20), 'stopped by SIGTSTP'],
    [0xffff, 'continued'],
  ])('%d: %s', (status, text) => {
    expect(describeStatus(status)).toBe(text);
  });

  test('never speaks of an undefined signal', () => {
    for (let status = 0; status <= 0xffff; status++)
      expect(describeStatus(status)).not.toContain('undefined');
  });
});

describe('exitCode', () => {
  test.each([
    [W_EXITCODE(0, 0), 0],
    [W_EXITCODE(255, 0), 255],
    [9, 137],
    [6 | 0x80, 134],
    [64, 192],
  ])('%d: %d', (status, code) => {
    expect(exitCode(status)).toBe(code);
  });

  test.each([W_STOPCODE(19), 0xffff])('%d has not ended', (status) => {
    expect(() => exitCode(status)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  });
});
