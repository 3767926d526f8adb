// How a run of the book looks on a terminal.

import { paint } from '../colour.js';
import { mark, wrap } from '../sentence.js';
import type { Judgement } from './judge.js';
import type { Page } from './page.js';

const print = (line = '') => process.stdout.write(`${line}\n`);

export function printTitle({ id, title, source }: Page): void {
  print(`${paint('bold', `${id}  ${title}`)}`);
  print(`     ${paint('dim', source)}`);
  print();
}

export function printLine(line: string, stream: 'stdout' | 'stderr'): void {
  const bar = paint(stream === 'stdout' ? 'dim' : 'red', '│');
  print(`   ${bar} ${line}`);
}

export function printJudgements(judgements: Judgement[]): void {
  print();
  for (const { claim, holds, found } of judgements) {
    print(`   ${mark(holds)} ${indented(claim)}`);
    if (found) print(`     ${indented(`→ ${found}`)}`);
  }
  print();
}

/** At the width of the terminal, indented by 5. */
function indented(sentence: string): string {
  const width = Math.min(process.stdout.columns || 80, 100) - 5;
  return wrap(sentence, width).join('\n     ');
}

export type Outcome = { page: Page; judgements: Judgement[] };

export function printSummary(outcomes: Outcome[], milliseconds: number): void {
  const all = outcomes.flatMap(({ judgements }) => judgements);
  const failed = all.filter(({ holds }) => holds === false);
  const unknown = all.filter(({ holds }) => holds === null);
  const held = all.length - failed.length - unknown.length;
  const parts = [
    count(outcomes.length, 'example'),
    `${held} of ${count(all.length, 'claim')} held`,
    ...(unknown.length > 0 ? [`${unknown.length} could not be checked`] : []),
    `${(milliseconds / 1000).toFixed(1)} s`,
    `Node ${process.versions.node}`,
  ];
  const ids = outcomes
    .filter(({ judgements }) => judgements.some((it) => it.holds === false))
    .map(({ page }) => page.id);
  if (ids.length > 0) parts.unshift(`failed: ${ids.join(', ')}`);
  const ok = failed.length === 0;
  print(`${mark(ok)} ${paint(ok ? 'green' : 'red', parts.join(' · '))}`);
}

const count = (n: number, thing: string) =>
  `${n} ${thing}${n === 1 ? '' : 's'}`;
