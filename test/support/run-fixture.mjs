// Starts a fixture: a program that runs as a process of its own, may fork, and
// must leave nothing behind. Tests never fork themselves: the test runner's
// channels and threads would be copied.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { coreStacks, family, killFamily, stacks } from './processes.mjs';

const folder = path.join(import.meta.dirname, '../fixtures');
const running = new Set();
let started = 0;

process.on('exit', () => {
  for (const { pid, marker } of running) killFamily(pid, marker);
});
// The end by a signal is no 'exit' to Node, but is to all who have started
// something.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    process.emit('exit', process.exitCode ?? 0);
    process.kill(process.pid, signal); // which now has its default action
  });

/** What a fixture did wrong; `kind` is 'hang' when it missed its deadline. */
export class FixtureError extends Error {
  /** @param {string} message @param {'hang' | 'wrong'} kind @param {object} run */
  constructor(message, kind, run) {
    super(message);
    this.kind = kind;
    this.run = run;
  }
}

/**
 * Runs `file` of test/fixtures in a session of its own and in an empty folder.
 * It reports by lines of JSON on descriptor 3 (test/fixtures/support.mjs).
 * Throws a FixtureError when
 * - it has not ended after `deadlineMs`, or reported nothing for `silenceMs`:
 *   the stacks of all its threads and descendants are in the message,
 * - it ends otherwise than by `status`, an exit code or the name of a signal
 *   (null: either will do),
 * - a descendant survives it, or one of them dumped core (unless `cores`).
 *
 * `input` is what its standard input holds; `answer` is given each report, and
 * what it returns is written to standard input.
 *
 * @param {string} file
 * @param {{
 *   args?: string[], env?: Record<string, string | undefined>,
 *   execArgv?: string[], nodeBin?: string, deadlineMs?: number,
 *   silenceMs?: number, status?: number | string | null, cores?: boolean,
 *   input?: string, answer?: (report: any) => string | undefined,
 * }} [options]
 * @returns {Promise<{
 *   report: any, reports: any[], stdout: string, stderr: string,
 *   code: number | null, signal: string | null,
 * }>} `report` is the last of `reports`
 */
export async function runFixture(file, options = {}) {
  const { deadlineMs = 30_000, silenceMs = deadlineMs, status = 0 } = options;
  const cwd = mkdtempSync(path.join(tmpdir(), 'fixture-'));
  const marker = `POSIX_PROC_FIXTURE=${process.pid}-${++started}-`;
  const node = options.nodeBin ?? process.execPath;
  const child = start(node, path.resolve(folder, file), cwd, marker, options);
  const self = { pid: child.pid, marker };
  running.add(self);

  const run = collect(child, options.answer);
  const problems = [];
  const late = await Promise.race([
    run.exited,
    overdue(run, deadlineMs, silenceMs),
  ]);
  if (late) {
    problems.push(late);
    for (const pid of family(child.pid, marker).slice(0, 12))
      problems.push(await stacks(pid));
    killFamily(child.pid, marker);
    await run.exited;
  }

  let survivors = family(child.pid, marker);
  for (let i = 0; survivors.length > 0 && i < 50; i++) {
    await delay(10); // one that is just ending
    survivors = family(child.pid, marker);
  }
  for (const pid of survivors) problems.push(`survives: ${await stacks(pid)}`);
  if (survivors.length > 0) killFamily(child.pid, marker);
  running.delete(self);
  await run.closed;

  for (const name of readdirSync(cwd)) {
    if (/^core\b/.test(name) && !options.cores)
      problems.push(`a process crashed: ${await coreStacks(node, cwd, name)}`);
  }
  rmSync(cwd, { recursive: true });

  const { reports, stdout, stderr } = run;
  const { exitCode: code, signalCode: signal } = child;
  if (!late && status !== null && (signal ?? code) !== status)
    problems.push(`ended by ${signal ?? code} instead of ${status}`);
  const result = { report: reports.at(-1), reports, stdout, stderr };
  if (problems.length > 0)
    throw new FixtureError(
      [
        `${file} ${(options.args ?? []).join(' ')}`,
        ...problems,
        `last reports: ${JSON.stringify(reports.slice(-5))}`,
        `stdout: ${stdout.slice(-2000)}`,
        `stderr: ${stderr.slice(-6000)}`,
      ].join('\n'),
      late ? 'hang' : 'wrong',
      result,
    );
  return { ...result, code, signal };
}

function start(node, file, cwd, marker, options) {
  const { args = [], execArgv = [], env = {} } = options;
  const [name, value] = marker.split('=');
  // A core file tells of a descendant's crash that nobody else has seen.
  const limit = 'ulimit -c unlimited 2>/dev/null; exec "$@"';
  return spawn(
    '/bin/sh',
    ['-c', limit, 'sh', node, ...execArgv, file, ...args],
    {
      cwd,
      detached: true, // setsid()
      env: {
        ...process.env,
        // With it, Node reads certificates in a thread of its own at start.
        NODE_EXTRA_CA_CERTS: undefined,
        ...env,
        [name]: value,
      },
      stdio: [
        options.answer || options.input !== undefined ? 'pipe' : 'ignore',
        'pipe',
        'pipe',
        'pipe',
      ],
    },
  ).on('spawn', function () {
    this.stdin?.on('error', () => {}); // a fixture need not read it
    if (options.input !== undefined) this.stdin.end(options.input);
  });
}

/** Follows a fixture's output and reports. */
function collect(child, answer) {
  const run = { reports: [], stdout: '', stderr: '', heard: performance.now() };
  let line = '';
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (data) => {
      run[name] += data;
    });
  }
  child.stdio[3].setEncoding('utf8').on('data', (data) => {
    run.heard = performance.now();
    const lines = (line + data).split('\n');
    line = lines.pop();
    for (const one of lines) {
      const report = JSON.parse(one);
      run.reports.push(report);
      const reply = answer?.(report);
      if (reply !== undefined) child.stdin.write(reply);
    }
  });
  run.exited = new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', () => {
      child.stdin?.destroy();
      resolve('');
    });
  });
  // Survivors hold the pipes open, so this comes after they are gone.
  run.closed = new Promise((resolve) => child.on('close', resolve));
  return run;
}

async function overdue(run, deadlineMs, silenceMs) {
  const end = performance.now() + deadlineMs;
  const ended = { value: false };
  run.exited.then(() => {
    ended.value = true;
  });
  while (!ended.value) {
    const now = performance.now();
    const next = Math.min(end, run.heard + silenceMs);
    if (now >= end) return `not ended after ${deadlineMs} ms`;
    if (now >= next) return `silent for ${silenceMs} ms`;
    await delay(Math.min(next - now, 100));
  }
  return '';
}
