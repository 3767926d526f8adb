// Runs a program of the book as a process and notes what can be seen of it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Language, Run } from './page.js';
import { killSession, living, settle, zombies } from './session.js';

export type RunOptions = {
  language: Language;
  deadlineMs?: number;
  env?: Record<string, string>;
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
};

/** Sessions to be ended if this process has to go. */
const running = new Set<number>();

export function killRunning(): void {
  for (const session of running) killSession(session);
}

// Some examples abort, and nobody is to find their memory in a file.
const withoutCore = 'ulimit -c 0; exec "$0" "$@"';

export async function run(program: string, options: RunOptions): Promise<Run> {
  const { language, deadlineMs = 30_000, onLine } = options;
  const start = performance.now();
  const since = () => performance.now() - start;
  const argv = ['-c', withoutCore, process.execPath, program];
  const child = spawn('/bin/sh', argv, {
    detached: true, // a session of its own
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env, BOOK_LANG: language },
  });
  await once(child, 'spawn');
  const pid = child.pid as number;
  running.add(pid);

  const lines: string[] = [];
  const times: number[] = [];
  const errors: string[] = [];
  forEachLine(child.stdout, (line) => {
    lines.push(line);
    times.push(since());
    onLine?.(line, 'stdout');
  });
  forEachLine(child.stderr, (line) => {
    errors.push(line);
    onLine?.(line, 'stderr');
  });
  let endedAt = 0;
  child.once('exit', () => {
    endedAt = since();
  });
  const stopped = await ended(child, deadlineMs);
  const milliseconds = since();

  // The end of a process comes a moment after it has closed its stdout.
  const left = await settle(() => living(pid), 1000);
  killSession(pid);
  running.delete(pid);
  return {
    pid,
    language,
    start,
    lines,
    times,
    stderr: errors.join('\n'),
    code: child.exitCode,
    signal: child.signalCode,
    ended: endedAt,
    milliseconds,
    ...(stopped && { stopped }),
    left,
    zombies: () => settle(() => zombies(pid), 5000),
  };
}

function forEachLine(stream: Readable, use: (line: string) => void): void {
  createInterface({ input: stream }).on('line', use);
}

/**
 * Waits until the program has ended and no process holds its stdout any more:
 * children may outlive it. What is still there at the deadline is ended.
 */
async function ended(
  child: ChildProcess,
  deadlineMs: number,
): Promise<string | undefined> {
  let stopped: string | undefined;
  const deadline = setTimeout(() => {
    stopped = `it had not ended after ${deadlineMs / 1000} s`;
    killSession(child.pid as number);
    // One that has left the session may still hold them.
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, 1000).unref();
  }, deadlineMs);
  await once(child, 'close');
  clearTimeout(deadline);
  return stopped;
}
