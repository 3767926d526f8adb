// What JavaScript has to mend in a forked child. The native side has given it
// threads and event-loop descriptors of its own.

import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { binding } from '../../internal/binding.js';
import { notePiped, registry } from '../../internal/registry.js';
import { getpid } from '../ids.js';
import { muteTimers } from './timers.js';

const native = binding<{
  releaseWorkers(): void;
  guardExit(status: number): void;
  hasTimers(): boolean;
}>();

// What Node shows of itself without promising it.
const node = process as unknown as {
  moduleLoadList: string[];
  reallyExit(status: number): never;
  _getActiveHandles(): object[];
  _getActiveRequests(): { oncomplete: () => void }[];
};

/**
 * V8 compiles a function when it is first called, which takes longer than what
 * is done here: half a millisecond of every child, or once of their parent. So
 * each function can be called `dry`.
 */
export function rehearse(): void {
  mendChild([], 'close', true);
}

export function mendChild(
  workers: Worker[],
  handles: 'keep' | 'close',
  dry = false,
): void {
  Reflect.defineProperty(process, 'pid', {
    ...Object.getOwnPropertyDescriptor(process, 'pid'),
    value: getpid(),
  });
  endWorkers(workers);
  compileOnMainThread(dry);
  guardExit(dry);
  renewRandomness(dry);
  leaveChannel(dry);
  leaveChildren(dry);
  for (const mend of dry ? [] : registry.mends) mend();
  if (handles === 'close') closeInherited(dry);
}

/** No JavaScript of a Worker runs in the child: its thread wakes up to end. */
function endWorkers(workers: Worker[]): void {
  for (const worker of workers) worker.terminate().catch(() => {});
  native.releaseWorkers();
}

/**
 * Node hangs in process.exit() when a thread that compiles waits for the main
 * thread to collect garbage (nodejs/node#54918). Of all processes, a child that
 * ends soon after a fork is most likely to have such a thread: what it runs has
 * just become warm. Sparkplug has needed none up to Node 22, either.
 */
function compileOnMainThread(dry: boolean): void {
  if (Number.parseInt(process.versions.v8, 10) < 13) return;
  const { setFlagsFromString } = require('node:v8') as typeof import('v8');
  if (!dry) setFlagsFromString('--no-concurrent-sparkplug');
}

let guarded = false;

/** Threads that optimize code may wait likewise: a child that hangs is ended. */
function guardExit(dry: boolean): void {
  if (dry || guarded) return;
  guarded = true;
  const { reallyExit } = node;
  node.reallyExit = (status) => {
    native.guardExit(status);
    return reallyExit.call(process, status);
  };
}

function renewRandomness(dry: boolean): void {
  if (dry) return;
  // crypto serves randomUUID() and randomInt() from caches that were filled
  // before the fork. Drawn empty, they are filled anew.
  if (node.moduleLoadList.includes('NativeModule internal/crypto/random')) {
    const { randomInt, randomUUID } =
      require('node:crypto') as typeof import('crypto');
    for (let i = 0; i < 128; i++) randomUUID();
    for (let i = 0; i < 1024; i++) randomInt(2);
  }
  // V8 seeds Math.random once for each context and offers no way to do it
  // again. A new context costs a millisecond, so only a child that asks pays.
  // Where Math is frozen, the child repeats its parent's numbers.
  Reflect.set(Math, 'random', () => {
    const random = freshRandom();
    Reflect.set(Math, 'random', random);
    return random();
  });
}

function freshRandom(): () => number {
  const { randomInt } = require('node:crypto') as typeof import('crypto');
  const { setFlagsFromString } = require('node:v8') as typeof import('v8');
  const { runInNewContext } = require('node:vm') as typeof import('vm');
  setFlagsFromString(`--random-seed=${randomInt(1, 2 ** 31 - 1)}`);
  // The first draw is what seeds a context.
  const random = runInNewContext('Math.random(); Math.random') as () => number;
  setFlagsFromString('--random-seed=0');
  // 31 bits of seed are few for many siblings.
  const offset = randomInt(2 ** 48 - 1) / 2 ** 48;
  return () => (random() + offset) % 1;
}

/** The IPC channel to the parent's parent; its descriptor is closed already. */
function leaveChannel(dry: boolean): void {
  if (dry || !process.channel) return;
  Reflect.set(process, 'connected', false);
  for (const name of ['channel', 'send', 'disconnect', '_channel']) {
    Reflect.deleteProperty(process, name);
  }
}

type Pipe = { readStop?(): void } | null;

/** Children are the parent's, with their pipes. */
function leaveChildren(dry: boolean): void {
  if (dry) return;
  for (const ref of registry.processes) {
    for (const stream of ref.deref()?.stdio ?? []) {
      const pipe = stream as { _handle?: Pipe; unref?(): void } | null;
      pipe?._handle?.readStop?.();
      pipe?.unref?.();
    }
  }
  registry.processes.clear();
}

/** The handles themselves were closed before any thread of the child lived. */
function closeInherited(dry: boolean): void {
  if (dry) return;
  process.removeAllListeners('exit');
  for (const request of node._getActiveRequests()) {
    if (/(Connect|Shutdown|Write|Send)Wrap$/.test(request.constructor.name))
      request.oncomplete = () => {};
  }
  if (native.hasTimers()) muteTimers();
}

subscribe('child_process', (message) =>
  notePiped((message as { process: ChildProcess }).process),
);

// Those that were started before this package was imported.
for (const handle of node._getActiveHandles()) {
  if (handle instanceof ChildProcess) notePiped(handle);
}
