// The descriptors of a child of spawn(): what is asked for, and the numbers of
// this process that it gets them by.

import { Socket } from 'node:net';
import type { Stream } from 'node:stream';
import { binding, constants } from '../../internal/binding.js';
import { cPath, type Path } from '../../internal/c-strings.js';
import { invalidType } from '../../internal/errors.js';
import {
  fd as checkFd,
  integer,
  object,
  oneOf,
  refuseUnknown,
} from '../../internal/validate.js';
import { F_DUPFD_CLOEXEC, fcntl } from '../fcntl.js';
import { close, open, pipe } from '../fd.js';
import { AF_UNIX, SOCK_STREAM, socketpair } from '../socket.js';

const native = binding<{
  handOn(fd: number, blocking: boolean, required: boolean): number;
}>();

/**
 * What a descriptor of the child is: the one of that number here; the end of a
 * pipe, whose other end {@link Child} has; /dev/null; another one of this
 * process; or a file. This process opens it, with O_NOCTTY and by default mode
 * 0o666, and once only if the same object stands there several times.
 */
export type Stdio =
  | 'inherit'
  | 'pipe'
  | 'ignore'
  | number
  | Stream
  | { readonly fd: number }
  | { readonly path: Path; readonly flags: number; readonly mode?: number };

/** 'pipe', a descriptor here, or a file. */
type Source =
  | 'pipe'
  | { fd: number; required: boolean }
  | { path: Path; flags: number; mode: number };

const NOTHING: Source = {
  path: '/dev/null',
  flags: constants.O_RDWR,
  mode: 0,
};

function checkStream(stream: object, name: string): Source {
  const { fd, _handle } = stream as {
    fd?: unknown;
    _handle?: { fd?: unknown };
  };
  const found = typeof fd === 'number' ? fd : _handle?.fd;
  if (typeof found !== 'number' || found < 0)
    throw invalidType(name, 'a stream with an open descriptor', stream);
  return { fd: checkFd(found, name), required: true };
}

function checkFile(file: object, name: string): Source {
  const {
    path,
    flags,
    mode = 0o666,
    ...unknown
  } = file as {
    path: Path;
    flags: number;
    mode?: number;
  };
  refuseUnknown(unknown, name);
  return {
    path: cPath(path, `${name}.path`).subarray(0, -1),
    flags: integer(flags, `${name}.flags`) | constants.O_NOCTTY,
    mode: integer(mode, `${name}.mode`, 0, 0o7777),
  };
}

function checkSource(value: unknown, target: number, name: string): Source {
  if (typeof value === 'number')
    return { fd: checkFd(value, name), required: true };
  if (typeof value === 'object' && value !== null)
    return 'fd' in value || '_handle' in value
      ? checkStream(value, name)
      : checkFile(object(value, name), name);
  if (typeof value !== 'string')
    throw invalidType(name, 'of type string, number or object', value);
  const way = oneOf(value, name, ['inherit', 'pipe', 'ignore']);
  if (way === 'inherit') return { fd: target, required: target > 2 };
  return way === 'pipe' ? way : NOTHING;
}

/** As many as the kernel lets a process have at most, unless told otherwise. */
const MOST = 2 ** 20;

/** By the child's numbers; undefined: whatever is there. */
export function checkStdio(stdio: unknown): (Source | undefined)[] {
  const name = 'options.stdio';
  const files = new Map<unknown, Source>();
  const check = (value: unknown, target: number, name: string) => {
    const known = files.get(value);
    if (known) return known;
    const source = checkSource(value, target, name);
    if (typeof value === 'object') files.set(value, source);
    return source;
  };
  if (!Array.isArray(stdio))
    return [0, 1, 2].map((it) => check(stdio, it, name));
  const length = integer(stdio.length, `${name}.length`, 0, MOST);
  return Array.from({ length: Math.max(length, 3) }, (_, target) => {
    const value = stdio[target] ?? (target <= 2 ? 'pipe' : undefined);
    if (value === undefined) return undefined;
    return check(value, target, `${name}[${target}]`);
  });
}

/** A pipe's end for the child; the other one becomes a stream. */
function openPipe(target: number): { theirs: number; stream: Socket } {
  const [readable, writable] = [target !== 0, target === 0 || target > 2];
  const [r, w] = target > 2 ? socketpair(AF_UNIX, SOCK_STREAM) : pipe();
  const [theirs, end] = target === 0 ? [r, w] : [w, r];
  let fd = end;
  try {
    // libuv never closes 0, 1 and 2, should they be free.
    if (end < 3) {
      fd = fcntl(end, F_DUPFD_CLOEXEC, 3);
      close(end);
    }
    return { theirs, stream: new Socket({ fd, readable, writable }) };
  } catch (error) {
    close(theirs);
    close(fd);
    throw error;
  }
}

/**
 * Descriptors for the child, by its numbers; -1: none. What it opens for that,
 * and for no longer, is noted in `opened`, the streams in `streams`.
 */
export function connect(
  sources: (Source | undefined)[],
  opened: number[],
  streams: (Socket | undefined)[],
): number[] {
  const fds = sources.map((source, target) => {
    if (typeof source !== 'object' || !('fd' in source)) return -1;
    const { fd, required } = source;
    const found = native.handOn(fd, target <= 2, required);
    if (found !== -1 && found !== fd) opened.push(found);
    return found;
  });
  // Only now: none of these may get the number of one that was closed.
  const files = new Map<Source, number>();
  for (const [target, source] of sources.entries()) {
    if (source === 'pipe') {
      const { theirs, stream } = openPipe(target);
      opened.push(theirs);
      streams[target] = stream;
      fds[target] = theirs;
    } else if (source && 'path' in source) {
      const { path, flags, mode } = source;
      const fd = files.get(source) ?? open(path, flags, mode);
      if (!files.has(source)) opened.push(fd);
      files.set(source, fd);
      fds[target] = fd;
    }
  }
  return fds;
}
