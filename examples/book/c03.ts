// プロセス制御: vfork関数
// What vfork() does is seen in posix_spawn(), which is built on it: here one
// whose child must open a FIFO first, so that there is time to look.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as posix from 'posix-proc';
import { children, exe, smapsRollup } from 'posix-proc/proc';
import { elapsed, sleep, stateOf, untilState } from './shared.js';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
const fifo = join(folder, 'fifo');
posix.mkfifo(fifo, 0o600);

const caller = posix.getpid();
const witness = posix.fork();
if (witness === 0) {
  const mine = posix.getpid();
  const other = () => children(caller).find((pid) => pid !== mine);
  while (!other()) sleep(0.01);
  untilState(caller, 'D');
  const child = other() as number;
  console.log(`caller: state ${stateOf(caller)}`);
  console.log(`child: ${child} runs ${exe(child)}`);
  let [first, second] = [0n, 1n];
  // The other thread may have got a page in between.
  for (let i = 0; i < 100 && first !== second; i++)
    [first, second] = [caller, child].map((pid) => smapsRollup(pid).Rss) as [
      bigint,
      bigint,
    ];
  console.log(`memory: caller ${first} kB, child ${second} kB`);
  sleep(1);
  posix.close(posix.open(fifo, posix.O_WRONLY)); // now the child goes on
  posix._exit(0);
}

/** A second thread of the caller, which counts. */
async function counting() {
  const count = new Int32Array(new SharedArrayBuffer(4));
  const loop =
    "for (const { workerData: it } = require('worker_threads');;) Atomics.add(it, 0, 1)";
  const worker = new Worker(loop, { eval: true, workerData: count });
  await once(worker, 'online');
  while (Atomics.load(count, 0) === 0) sleep(0.01);
  return { count, worker };
}

async function main() {
  const { count, worker } = await counting();
  const before = { time: elapsed(), count: Atomics.load(count, 0) };
  const pid = posix.posix_spawn('/bin/true', ['true'], {
    fileActions: [['open', 0, fifo, posix.O_RDONLY]],
  });
  const seconds = (elapsed() - before.time).toFixed(2);
  const counted = (Atomics.load(count, 0) - before.count) >>> 0;
  console.log(`posix_spawn(): ${pid} after ${seconds} s`);
  console.log(`the other thread has counted to ${counted} meanwhile`);
  posix.waitpid(pid);
  posix.waitpid(witness);
  await worker.terminate();
  rmSync(folder, { recursive: true });
  console.log(`posix.vfork: ${typeof (posix as { vfork?: unknown }).vfork}`);
}
main();
