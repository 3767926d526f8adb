// Do the claims of a page hold in a run of its program?

import type { Page, Run, Verdict } from './page.js';

export type Judgement = {
  claim: string;
  /** Null when nobody can tell here. */
  holds: boolean | null;
  /** What was found instead, or why nobody can tell. */
  found?: string;
};

export async function judge(page: Page, run: Run): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  const trouble = troubleOf(run);
  if (trouble)
    judgements.push({
      claim: 'The program ends by itself, and well.',
      holds: false,
      found: trouble,
    });
  for (const { claim, check } of page.claims) {
    let verdict: Verdict;
    try {
      verdict = await check(run);
    } catch (error) {
      verdict = error instanceof Error ? error.message : String(error);
    }
    judgements.push({ claim, ...explain(verdict) });
  }
  return judgements;
}

function explain(verdict: Verdict): Omit<Judgement, 'claim'> {
  if (verdict === true) return { holds: true };
  if (typeof verdict === 'object')
    return { holds: null, found: verdict.unknown };
  return { holds: false, found: verdict };
}

function troubleOf(run: Run): string | undefined {
  if (run.stopped) return run.stopped;
  if (run.signal) return `killed by ${run.signal}`;
  if (run.code !== 0) return `exited with ${run.code}`;
  if (run.stderr) return 'it complained on stderr';
  const pids = run.left.map(({ pid }) => pid);
  if (pids.length > 0) return `left running: ${pids.join(', ')}`;
  return undefined;
}
