// Runs examples one after the other and shows, or returns, what came of it.

import { writeFileSync } from 'node:fs';
import { type Judgement, judge } from './judge.js';
import type { Language } from './page.js';
import type { Example } from './pages.js';
import {
  printJudgements,
  printLine,
  printSummary,
  printTitle,
} from './report.js';
import { run } from './run.js';

export type PlayOptions = {
  language: Language;
  json?: boolean;
  /** The file to draw the charts of the examples to: there is one. */
  svg?: string;
  deadlineMs?: number;
};

/** What `--json` prints of an example. */
type Result = {
  id: string;
  title: string;
  source: string;
  language: Language;
  ok: boolean;
  pid: number;
  code: number | null;
  signal: string | null;
  milliseconds: number;
  lines: readonly string[];
  stderr: string;
  claims: Judgement[];
};

/** True when every claim of every example holds. */
export async function play(
  examples: Example[],
  options: PlayOptions,
): Promise<boolean> {
  const start = performance.now();
  const outcomes = [];
  const results: Result[] = [];
  for (const { page, program } of examples) {
    const language = page.languages.includes(options.language)
      ? options.language
      : 'en';
    if (!options.json) printTitle(page);
    const seen = await run(program, {
      ...options,
      language,
      ...(!options.json && { onLine: printLine }),
    });
    const judgements = await judge(page, seen);
    if (options.svg && page.chart) {
      const { draw } = await import('./chart.js'); // it is large
      writeFileSync(options.svg, draw(page.chart(seen)));
    }
    if (!options.json) printJudgements(judgements);
    outcomes.push({ page, judgements });
    const { id, title, source } = page;
    const { pid, code, signal, lines, stderr } = seen;
    results.push({
      ...{ id, title, source, language },
      ok: judgements.every(({ holds }) => holds !== false),
      ...{ pid, code, signal, lines, stderr },
      milliseconds: Math.round(seen.milliseconds),
      claims: judgements,
    });
  }
  if (options.json)
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else printSummary(outcomes, performance.now() - start);
  return results.every(({ ok }) => ok);
}
