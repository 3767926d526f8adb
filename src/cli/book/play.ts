// Runs examples one after the other and shows, or returns, what came of it.

import { writeFileSync } from 'node:fs';
import type { Told } from './html/example.js';
import { type Judgement, judge } from './judge.js';
import type { Language, Page, Run } from './page.js';
import type { Example } from './pages.js';
import { record } from './record/record.js';
import {
  printJudgements,
  printLine,
  printSummary,
  printTitle,
} from './report.js';
import { run } from './run.js';

type PlayOptions = {
  language: Language;
  json?: boolean;
  /** The file to draw the charts of the examples to: there is one. */
  svg?: string;
  /** The file of the report, for which the runs are recorded. */
  html?: string;
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
  const began = new Date();
  const told: Told[] = [];
  const outcomes = [];
  const results: Result[] = [];
  for (const { page, program } of examples) {
    const language = page.languages.includes(options.language)
      ? options.language
      : 'en';
    if (!options.json) printTitle(page);
    const memory = page.picture === 'memory' || page.picture === 'sections';
    const recording = options.html ? record(memory) : undefined;
    const seen = await run(program, {
      ...options,
      language,
      ...(recording && { env: recording.env }),
      ...(!options.json && { onLine: printLine }),
    });
    const history = recording?.end(seen);
    const judgements = await judge(page, seen);
    const chart =
      options.svg || options.html ? await draw(page, seen) : undefined;
    if (options.svg && chart) writeFileSync(options.svg, chart.svg);
    if (history)
      told.push({
        ...{ page, program, run: seen, judgements, history },
        ...(chart && { chart }),
      });
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
  if (options.html) {
    const { report } = await import('./html/page.js');
    writeFileSync(options.html, report(told, began));
  }
  if (options.json)
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else printSummary(outcomes, performance.now() - start);
  return results.every(({ ok }) => ok);
}

/** Undefined where there is no chart, or a run that has shown nothing. */
async function draw(page: Page, seen: Run): Promise<Told['chart']> {
  if (!page.chart) return undefined;
  const { draw } = await import('./chart.js'); // it is large
  try {
    const chart = page.chart(seen);
    return { ...chart, svg: draw(chart) };
  } catch {
    return undefined; // a claim says so
  }
}
