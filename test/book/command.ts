// Runs the command posix-proc as a process of its own.

import path from 'node:path';
import { runFixture } from '../support/run-fixture.mjs';

export const main = path.join(import.meta.dirname, '../../dist/cli/main.js');

export function posixProc(args: string[], status = 0) {
  const env = { BOOK_SECOND_MS: '200' };
  return runFixture(main, { args, status, env, deadlineMs: 300_000 });
}

/** For tests that run many examples, on a machine with other work. */
export const long = 330_000;

/** What `--json` prints of an example. */
export type Result = {
  id: string;
  language: string;
  ok: boolean;
  pid: number;
  lines: string[];
  claims: { claim: string; holds: boolean | null; found?: string }[];
};

export async function runBook(...args: string[]): Promise<Result[]> {
  const { stdout } = await posixProc(['book', ...args, '--json']);
  return JSON.parse(stdout);
}

/** The ids in the order of a report. */
export const idsIn = (stdout: string) =>
  [...stdout.matchAll(/^([A-EX]\d\d) {2}/gm)].map(([, id]) => id);
