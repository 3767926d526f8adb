// What the claims share: ways to look at a run.

import type { Language, Page, Run, Verdict } from '../../dist/cli/book/page.js';

export type { Page, Run, Verdict };

/** One pattern for each language that the program speaks. */
type Patterns = RegExp | ({ en: RegExp } & { [L in Language]?: RegExp });

const inLanguage = (patterns: Patterns, { language }: Run): RegExp =>
  patterns instanceof RegExp ? patterns : (patterns[language] ?? patterns.en);

/** The groups of every line that matches. */
export function findAll(run: Run, patterns: Patterns): string[][] {
  const pattern = inLanguage(patterns, run);
  return run.lines.flatMap((line) => {
    const match = pattern.exec(line);
    return match ? [match.slice(1)] : [];
  });
}

/** The groups of the one line that matches. */
export function find(run: Run, patterns: Patterns): string[] {
  const found = findAll(run, patterns);
  if (found.length === 1) return found[0] as string[];
  throw new Error(`${found.length} lines match ${inLanguage(patterns, run)}`);
}

/** The number that has these digits in base 16. */
export const fromHex = (digits = '') => BigInt(`0x${digits}`);

export function equal(found: unknown, expected: unknown): Verdict {
  const [a, b] = [found, expected].map((value) => JSON.stringify(value));
  return a === b || `${a} instead of ${b}`;
}

export function differ(a: unknown, b: unknown): Verdict {
  return a !== b || `both are ${a}`;
}

/** All of them hold; else what is said of the first that does not. */
export function all(...verdicts: Verdict[]): Verdict {
  return verdicts.find((verdict) => verdict !== true) ?? true;
}

/**
 * Whoever inherits the orphans of the program reaps them. In a container,
 * process 1 may be any program, which never heard of that duty.
 */
export async function noZombies(run: Run): Promise<Verdict> {
  const [zombie] = await run.zombies();
  if (!zombie) return true;
  const { pid, ppid } = zombie;
  if (ppid === run.pid) return `${pid} is a zombie of ${ppid}`;
  return {
    unknown: `process ${ppid}, which inherited ${pid}, is no init: it reaps no orphans`,
  };
}
