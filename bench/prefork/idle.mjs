// How many system calls the processes of an idle server make in a while.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rest } from '../fork/serve.mjs';
import { run } from './running.mjs';

async function calls(pid, ms, folder) {
  const log = path.join(folder, `${pid}`);
  const strace = spawn('strace', ['-f', '-o', log, '-p', `${pid}`]);
  const [attached] = await once(strace.stderr, 'data');
  if (!/attached/.test(attached)) throw new Error(`${attached}`);
  // What was interrupted begins anew: that is none of the process's own.
  await rest(500);
  const before = readFileSync(log, 'latin1').length;
  await rest(ms);
  const made = readFileSync(log, 'latin1').slice(before);
  const exit = once(strace, 'exit');
  strace.kill('SIGINT');
  await exit;
  return made.split('\n').length - 1;
}

/** By second, of the master and of one of its workers. */
export async function idle(ms) {
  const folder = mkdtempSync(path.join(tmpdir(), 'idle-'));
  const { pid, pids, stop } = await run('prefork()', 0, 8);
  try {
    // V8 collects garbage when nothing has happened for 8 s, and that is all.
    await rest(20_000);
    const perSecond = async (it) => ((await calls(it, ms, folder)) / ms) * 1000;
    return { master: await perSecond(pid), worker: await perSecond(pids[0]) };
  } finally {
    await stop();
    rmSync(folder, { recursive: true });
  }
}
