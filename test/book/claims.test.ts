// Every claim must be able to fail. Each is shown the output of a real run, in
// which one word was changed, or one line printed twice: at least one of these
// changes must make it fail.

import { expect, test } from 'vitest';
import type { Claim, Run } from '../../dist/cli/book/page.js';
import { loadExamples } from '../../dist/cli/book/pages.js';
import { run } from '../../dist/cli/book/run.js';

process.env.BOOK_SECOND_MS = '200';

function* falsifications(lines: readonly string[]): Iterable<string[]> {
  for (const [i, line] of lines.entries()) {
    const rest = [lines.slice(0, i), lines.slice(i + 1)] as const;
    for (const { index, 0: word } of line.matchAll(/[\w-]+/g)) {
      const other = /^\d+$/.test(word) ? `${Number(word) + 1}0` : 'other';
      const end = index + word.length;
      const changed = line.slice(0, index) + other + line.slice(end);
      yield [...rest[0], changed, ...rest[1]];
    }
    yield [...rest[0], line, line, ...rest[1]];
  }
}

async function holds({ check }: Claim, seen: Run): Promise<boolean> {
  try {
    return typeof (await check(seen)) !== 'string';
  } catch {
    return false;
  }
}

async function canFail(claim: Claim, seen: Run): Promise<boolean> {
  for (const lines of falsifications(seen.lines)) {
    if (!(await holds(claim, { ...seen, lines }))) return true;
  }
  return false;
}

const examples = loadExamples();

test.each(examples.map((example) => [example.page.id, example] as const))(
  '%s: every claim fails on false output',
  async (_, { page, program }) => {
    for (const language of page.languages) {
      const seen = await run(program, { language });
      const settled = await seen.zombies();
      const again = { ...seen, zombies: async () => settled };
      for (const claim of page.claims) {
        const name = `${language}: ${claim.claim}`;
        expect(await holds(claim, again), name).toBe(true);
        expect(await canFail(claim, again), name).toBe(true);
        expect(await holds(claim, { ...again, lines: [] }), name).toBe(false);
      }
    }
  },
);

test('a zombie that the program itself has left is no excuse', async () => {
  for (const { page, program } of examples) {
    if (!['A23', 'C08', 'C12'].includes(page.id)) continue;
    const seen = await run(program, { language: 'en' });
    const zombie = { pid: 1, ppid: seen.pid, state: 'Z' };
    const claim = page.claims.at(-1) as Claim;
    expect(await holds(claim, { ...seen, zombies: async () => [zombie] })).toBe(
      false,
    );
  }
});
