// Descriptors that parent and child go on sharing.

import { constants, fstatSync } from 'node:fs';
import { registry } from '../../internal/registry.js';
import { fd as checkFd } from '../../internal/validate.js';

/**
 * Names an eventfd or epoll instance that a forked child must go on sharing
 * with its parent. The others belong to event loops, and the child gets its own
 * of each, under the same number. What {@link eventfd} makes is shared anyway;
 * every other kind of descriptor is always shared, as in C. Forgotten by
 * {@link close}.
 *
 * @example
 * import { close, eventfd, keepShared } from 'posix-proc';
 * const fd = eventfd(0); // as if it had come with the process
 * keepShared(fd);
 * close(fd);
 */
export function keepShared(fd: number): void {
  fstatSync(checkFd(fd)); // EBADF for what is not open
  registry.shared.add(fd);
}

/**
 * What another process has given belongs to no event loop of this one. An eventfd
 * and its like are files without a type.
 */
export function keepReceived(fd: number): void {
  if ((fstatSync(fd).mode & constants.S_IFMT) === 0) registry.shared.add(fd);
}

/** The number may be another descriptor's next. */
export function forgetShared(fd: number): void {
  registry.shared.delete(fd);
}

/** Of the numbers from `first` to `last`. */
export function forgetSharedRange(first: number, last: number): void {
  for (const fd of registry.shared)
    if (fd >= first && fd <= last) registry.shared.delete(fd);
}

/** A copy is shared as its original is, whatever had its number before. */
export function copyShared(from: number, to: number): void {
  if (registry.shared.has(from)) registry.shared.add(to);
  else registry.shared.delete(to);
}
