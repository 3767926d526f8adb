// What stdout and stderr still hold must be out before the process is
// duplicated or replaced: else the child would write it again, or nobody would.

import { constants as os } from 'node:os';
import type { Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { binding } from './binding.js';

const native = binding<{
  flushStdio(timeoutMs: number): number;
  writeAll(
    fd: number,
    data: Uint8Array,
    timeoutMs: number,
  ): [written: number, error: number];
}>();

// Chunks that a Writable has accepted and not yet handed to libuv.
type Pending = { chunk: Buffer | string; encoding: string };
type WritableState = { length: number; getBuffer?(): Pending[] };

function drain(stream: Writable, fd: number, timeoutMs: number): boolean {
  const state = (stream as unknown as { _writableState?: WritableState })
    ._writableState;
  for (const entry of state?.getBuffer?.() ?? []) {
    const data =
      typeof entry.chunk === 'string'
        ? Buffer.from(entry.chunk, entry.encoding as BufferEncoding)
        : entry.chunk;
    const [written, error] = native.writeAll(fd, data, timeoutMs);
    const rest = data.subarray(written);
    // The stream later writes what is left, usually nothing, and calls back.
    if (state) state.length -= entry.chunk.length - rest.length;
    entry.chunk = rest;
    entry.encoding = 'buffer';
    if (error === os.errno.ETIMEDOUT) return false;
    if (error !== 0) break; // nobody will ever read: the stream finds out
  }
  return true;
}

/**
 * Writes out what is pending on stdout and stderr, waiting for their readers.
 * False when one of them has not read for `timeoutMs`.
 */
export function flushStdio(timeoutMs: number): boolean {
  let streams: number;
  try {
    streams = native.flushStdio(timeoutMs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ETIMEDOUT') return false;
    throw error;
  }
  // Elsewhere the getters of process would make a stream, at some cost.
  return (
    (!(streams & 1) || drain(process.stdout, 1, timeoutMs)) &&
    (!(streams & 2) || drain(process.stderr, 2, timeoutMs))
  );
}

// Of renewStdio(), when somebody has asked for it.
let ownStdin: ReadStream | undefined;
let renewed = false;

/**
 * A terminal has taken the place of descriptors 1 and 2, and is about to take that
 * of 0, where nothing can be read meanwhile. process.stdin, stdout and stderr are
 * new streams, made when they are first asked for. The old stdin ends unheard.
 */
export function renewStdio(): void {
  // Node's own cannot be asked for without being made.
  const stdin = renewed ? ownStdin : process.stdin;
  stdin
    ?.removeAllListeners()
    .on('error', () => {})
    .destroy();
  renewed = true;
  ownStdin = undefined;
  renew('stdin', () => {
    const stdin = new ReadStream(0);
    // Paused, it does not keep the process alive; nor does Node's own.
    stdin.on('pause', () => stdin.unref()).on('resume', () => stdin.ref());
    ownStdin = stdin;
    return stdin;
  });
  renew('stdout', () => output(1));
  renew('stderr', () => output(2));
}

function renew(name: 'stdin' | 'stdout' | 'stderr', make: () => object): void {
  let stream: object | undefined;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get: () => (stream ??= make()),
  });
}

function output(fd: number): WriteStream {
  const stream = new WriteStream(fd);
  stream.unref();
  process.on('SIGWINCH', () =>
    (stream as unknown as { _refreshSize(): void })._refreshSize(),
  );
  return stream;
}
