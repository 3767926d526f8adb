// Runs an example as it stands, and compares what it prints with what its
// comments say.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { runFixture } from '../support/run-fixture.mjs';
import { expectedEnd, expectedValues, matches } from './examples.js';

// Inside the package, where 'posix-proc' is the package itself.
const folder = path.join(import.meta.dirname, '../../out/doc-examples');
const recorder = path.join(import.meta.dirname, 'recorder.cjs');

/** `name` is the name of its file, after "example-". */
export async function runExample(name: string, code: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `example-${name}`);
  writeFileSync(file, code);
  const { reports } = await runFixture(file, {
    // Without core dumps: whether there was one is part of a status.
    nodeBin: '/bin/sh',
    execArgv: [
      ...['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath],
      ...['--require', recorder],
    ],
    status: expectedEnd(code),
    deadlineMs: 30_000,
  });
  for (const [line, value] of expectedValues(code)) {
    const printed = reports
      .filter((report) => report.line === line)
      .map((report) => report.printed);
    expect(printed, `line ${line} of\n${code}`).not.toEqual([]);
    for (const text of printed) {
      expect(
        matches(text, value),
        `${text}\ninstead of\n${value}\nin line ${line} of\n${code}`,
      ).toBe(true);
    }
  }
}
