// Calls everything with anything, in a place of its own: a pid namespace and a
// network namespace, and as a user that nobody is.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runFixture } from './run-fixture.mjs';
import { shapes } from './shapes.mjs';

const dist = path.join(import.meta.dirname, '../../dist');
const doors = { posix: '.', proc: 'proc', elf: 'elf', daemon: 'daemon' };
const isRoot = process.getuid() === 0;
const uid = isRoot ? 61_000 + (process.pid % 1000) : undefined;

const place = ['-pfn', '--mount-proc', ...(isRoot ? [] : ['--map-root-user'])];

/** Why there is no such place here, '' when there is. */
export function placeProblem() {
  const { status, stderr, error } = spawnSync('unshare', [...place, 'true']);
  return status === 0 ? '' : `unshare: ${error?.message ?? stderr}`;
}

export function packageEntries() {
  const files = Object.entries(doors).map(([name, door]) => [
    name,
    path.join(dist, door, 'index'),
  ]);
  return {
    entries: Object.fromEntries(files.map(([name, it]) => [name, `${it}.mjs`])),
    shapes: shapes(
      Object.fromEntries(files.map(([name, it]) => [name, `${it}.d.ts`])),
    ),
  };
}

/**
 * Makes the calls `from` to `from + calls` of `seed`.
 *
 * @param {{ entries: Record<string, string>, shapes: object, seed: number,
 *   from?: number, calls: number, slowMs?: number }} task
 * @param {{ nodeBin?: string, onReport?: (report: any) => void }} [options]
 */
export async function runCalls(task, { nodeBin, onReport } = {}) {
  const { reports } = await runFixture('fuzz/server.mjs', {
    nodeBin: 'unshare',
    execArgv: [...place, nodeBin ?? process.execPath],
    input: JSON.stringify({ from: 0, slowMs: 20_000, uid, ...task }),
    answer: onReport,
    deadlineMs: 24 * 3_600_000,
    silenceMs: 60_000,
  });
  return {
    failures: reports.flatMap(({ failed }) => failed ?? []),
    ...reports.at(-1),
  };
}
