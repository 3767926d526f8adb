// What stdout and stderr still hold must be out before the process is
// duplicated or replaced: else the child would write it again, or nobody would.

import { createReadStream } from 'node:fs';
import { Socket } from 'node:net';
import { constants as os } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { binding } from './binding.js';

const native = binding<{
  flushStdio(timeoutMs: number): number;
  writeAll(
    fd: number,
    data: Uint8Array,
    timeoutMs: number,
  ): [written: number, error: number];
  handleDescriptors(): number[];
  standardTerminals(): number[];
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

// When somebody has asked for another one than Node's.
let ownStdin: Readable | undefined;
let renewed = false;

/**
 * A terminal has taken the place of descriptors 1 and 2, and is about to take that
 * of 0, where nothing can be read meanwhile. process.stdin, stdout and stderr are
 * new streams, made when they are first asked for. The old stdin ends unheard.
 */
export function renewStdio(): void {
  renewStdin(() => {
    const stdin = new ReadStream(0);
    // Paused, it does not keep the process alive; nor does Node's own.
    return stdin
      .on('pause', () => stdin.unref())
      .on('resume', () => stdin.ref());
  });
  renew('stdout', () => output(1));
  renew('stderr', () => output(2));
}

function renewStdin(make: () => Readable): void {
  // Node's own cannot be asked for without being made.
  const stdin = renewed ? ownStdin : process.stdin;
  stdin
    ?.removeAllListeners()
    .on('error', () => {})
    .destroy();
  renewed = true;
  ownStdin = undefined;
  renew('stdin', () => {
    ownStdin = make();
    return ownStdin;
  });
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

/** Whether libuv may have a handle for one of the standard descriptors. */
const hasHandle = (fd: number) =>
  renewed ||
  native.handleDescriptors().includes(fd) ||
  native.standardTerminals().length > 0;

/**
 * A file is about to take the place of descriptor 0. process.stdin is a new stream
 * then; the old one ends unheard.
 */
export function detachStdin(): void {
  if (hasHandle(0))
    renewStdin(() => createReadStream('', { fd: 0, autoClose: false }));
}

type Handled = { _handle: { close(): void } | null };
type Request = {
  handle?: unknown;
  oncomplete?: (status: number, ...rest: unknown[]) => void;
};

/**
 * A file is about to take the place of descriptor 1 or 2, for which libuv could
 * not wait: it would abort. The stream stays what it is to whoever has it, but
 * writes to whatever has the number, at once. What it still holds must have been
 * flushed.
 */
export function detachOutput(fd: 1 | 2): void {
  if (!hasHandle(fd)) return; // a file's stream, or none yet
  const stream = fd === 1 ? process.stdout : process.stderr;
  if (!((stream as Writable) instanceof Socket)) return;
  const handle = (stream as unknown as Handled)._handle;
  const { _getActiveRequests: requests } = process as unknown as {
    _getActiveRequests(): Request[];
  };
  for (const request of requests()) {
    const { oncomplete } = request;
    // Closing cancels it, but its bytes are out.
    if (oncomplete && request.handle === handle)
      request.oncomplete = (_, ...rest) => oncomplete.call(request, 0, ...rest);
  }
  handle?.close();
  Object.assign(stream, {
    _handle: null,
    isTTY: false,
    _refreshSize() {}, // of a terminal, at each SIGWINCH
    _writev: null,
    _write(
      chunk: Buffer | string,
      encoding: BufferEncoding,
      callback: () => void,
    ) {
      const data =
        typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      native.writeAll(fd, data, 2 ** 31 - 1);
      callback(); // a full disk does not end who tells of its work
    },
  });
}
