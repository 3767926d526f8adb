// Calls everything with anything, in a place of its own: a pid namespace and a
// network namespace, and as a user that nobody is.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { touched } from '../fixtures/fuzz/witness.mjs';
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

/** Who has no part in it, as the same user, outside. */
async function startWitness() {
  const file = path.join(import.meta.dirname, '../fixtures/fuzz/witness.mjs');
  const child = spawn(process.execPath, [file, `${uid ?? ''}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

/**
 * Makes the calls `from` to `from + calls` of `seed`.
 *
 * @param {{ entries: Record<string, string>, shapes: object, seed: number,
 *   from?: number, calls: number, slowMs?: number }} task
 * @param {{ nodeBin?: string, onReport?: (report: any) => void }} [options]
 * @typedef {{ index: number, first: number, call: string, problem: string }} Failure
 * @returns {Promise<{ failures: Failure[], calls: number, last: string,
 *   functions: { key: string, threw: number, returned: number, waited: number }[]
 * }>}
 */
export async function runCalls(task, { nodeBin, onReport } = {}) {
  const witness = await startWitness();
  try {
    const { reports } = await runFixture('fuzz/server.mjs', {
      nodeBin: 'unshare',
      execArgv: [...place, nodeBin ?? process.execPath],
      input: JSON.stringify({ from: 0, slowMs: 10_000, uid, ...task }),
      answer: onReport,
      deadlineMs: 24 * 3_600_000,
      silenceMs: 120_000,
    });
    const what = touched(witness.pid);
    if (what) throw new Error(`a stranger got a signal: ${what}`);
    const { calls, last, functions } = reports.at(-1);
    return {
      failures: reports.flatMap(({ failed }) => failed ?? []),
      ...{ calls, last, functions },
    };
  } finally {
    witness.kill('SIGKILL');
  }
}
