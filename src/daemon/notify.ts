// What a service manager is told, and how it watches: sd_notify(3),
// sd_notify_barrier(3), sd_watchdog_enabled(3).

import { binding } from '../internal/binding.js';
import { invalidType, invalidValue } from '../internal/errors.js';
import { ready } from '../internal/readiness.js';
import {
  abortSignal,
  boolean,
  fd as checkFd,
  integer,
  list,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { F_GETFD, fcntl } from '../posix/fcntl.js';
import { close, pipe } from '../posix/fd.js';
import { getpid } from '../posix/ids.js';
import { POLLOUT, poll } from '../posix/poll.js';
import { sendFds } from '../posix/socket.js';
import { CLOCK_MONOTONIC, clock_gettime } from '../posix/usage.js';
import { takeVariable } from './environment.js';

const native = binding<{ connectDatagram(path: Uint8Array): number }>();

/** A descriptor for the manager to keep, until it starts the service anew. */
export type StoredFd = {
  fd: number;
  /** By which {@link listenFds} knows it then. */
  name?: string;
};

/** What to tell; see {@link notify}. */
export type Notification = {
  /** The service has started, or has reloaded. */
  ready?: boolean;
  /** It begins to reload; with the time, as Type=notify-reload wants it. */
  reloading?: boolean;
  /** It begins to end. */
  stopping?: boolean;
  /** A line for people. */
  status?: string;
  /** It is alive; 'trigger': it is not, and is to be treated so. */
  watchdog?: boolean | 'trigger';
  /** The main process has this pid from now on. */
  mainpid?: number;
  /** Descriptors to be kept. */
  fds?: readonly StoredFd[];
};

const storedName = /^[ -9;-~]{1,255}$/; // what can be seen, and no colon

function checkStored(value: unknown, name: string): Required<StoredFd> {
  const {
    fd,
    name: title = 'stored',
    ...unknown
  } = object(value, name) as StoredFd;
  refuseUnknown(unknown, name);
  checkFd(fd, `${name}.fd`);
  if (!storedName.test(title))
    throw invalidValue(
      `${name}.name`,
      'must be up to 255 printable ASCII characters without a colon',
      title,
    );
  return { fd, name: title };
}

function checkStatus(status: unknown): string {
  if (typeof status !== 'string')
    throw invalidType('notification.status', 'of type string', status);
  if (/[\n\0]/.test(status))
    throw invalidValue('notification.status', 'must be a line of text', status);
  return status;
}

type Message = { text: string; fds: number[] };

function toMessages(notification: Notification): Message[] {
  const { fds, status, mainpid, watchdog, ...flags } = object(
    notification,
    'notification',
  ) as Notification;
  const { ready, reloading, stopping, ...unknown } = flags;
  refuseUnknown(unknown, 'notification');
  const lines: string[] = [];
  const say = (name: string, value: unknown, line: () => string) => {
    if (value === undefined) return;
    if (boolean(value, `notification.${name}`)) lines.push(line());
  };
  say('ready', ready, () => 'READY=1');
  say('reloading', reloading, () => {
    const now = clock_gettime(CLOCK_MONOTONIC) / 1000n;
    return `RELOADING=1\nMONOTONIC_USEC=${now}`;
  });
  say('stopping', stopping, () => 'STOPPING=1');
  if (status !== undefined) lines.push(`STATUS=${checkStatus(status)}`);
  if (watchdog === 'trigger') lines.push('WATCHDOG=trigger');
  else say('watchdog', watchdog, () => 'WATCHDOG=1');
  if (mainpid !== undefined)
    lines.push(`MAINPID=${integer(mainpid, 'notification.mainpid', 1)}`);
  const stored =
    fds === undefined ? [] : list(fds, 'notification.fds', checkStored);
  return [
    ...(lines.length > 0 ? [{ text: lines.join('\n'), fds: [] }] : []),
    // One name is for all the descriptors of a message.
    ...stored.map(({ fd, name }) => ({
      text: `FDSTORE=1\nFDNAME=${name}`,
      fds: [fd],
    })),
  ];
}

/** A path, or a name in the abstract namespace after an @. */
function toAddress(where: string): Buffer {
  if (where.startsWith('/')) return Buffer.from(`${where}\0`);
  if (where.startsWith('@')) return Buffer.from(`\0${where.slice(1)}`);
  throw invalidValue('NOTIFY_SOCKET', 'must begin with / or @', where);
}

/** The manager may be behind with reading, but not for ever. */
function sendWithinSecond(sock: number, { text, fds }: Message): void {
  const end = performance.now() + 1000;
  for (;;) {
    const left = Math.max(0, Math.ceil(end - performance.now()));
    try {
      poll([{ fd: sock, events: POLLOUT }], left);
      sendFds(sock, text, fds);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Others tell as well, and may have been faster.
      if (code !== 'EINTR' && (code !== 'EAGAIN' || left === 0)) throw error;
    }
  }
}

/** False: there is no manager. */
function send(messages: Message[]): boolean {
  const where = takeVariable('NOTIFY_SOCKET');
  if (!where) return false;
  // EBADF, before anything has been told.
  for (const { fds } of messages) for (const fd of fds) fcntl(fd, F_GETFD);
  const sock = native.connectDatagram(toAddress(where));
  try {
    for (const message of messages) sendWithinSecond(sock, message);
  } finally {
    close(sock);
  }
  return true;
}

/**
 * `sd_notify(0, "READY=1\n…")`: tells the service manager that has started this
 * process (systemd, with Type=notify or notify-reload, or another that knows the
 * protocol) what `notification` says, at the socket of $NOTIFY_SOCKET. False: the
 * variable is not set, nobody wants to know. It is taken out of the environment
 * by the first call, so that no child takes itself for the service.
 *
 * `fds` are kept by the manager (FDSTORE=1, FileDescriptorStoreMax=), and come
 * back by {@link listenFds} when it starts the service anew.
 *
 * ENOENT, ECONNREFUSED: the manager is gone. EAGAIN: it has not read for a
 * second. EBADF: one of `fds` is not open, and nothing has been told. EMSGSIZE:
 * the status is too long. ERR_INVALID_ARG_VALUE: NOTIFY_SOCKET is no address of
 * this kind.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sd_notify.3.html | sd_notify(3)}
 * @example
 * import { notify } from 'posix-proc/daemon';
 * // There is no manager here.
 * console.log(notify({ ready: true, status: 'at work' })); // false
 */
export function notify(notification: Notification): boolean {
  return send(toMessages(notification));
}

/**
 * `sd_notify_barrier(0, timeout)`: resolves when the manager has read all that was
 * told before: then this process may end, or close what it has handed over. False:
 * there is no manager. It waits as long as it takes: `signal` ends that.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sd_notify_barrier.3.html | sd_notify_barrier(3)}
 * @example
 * import { notify, notifyBarrier } from 'posix-proc/daemon';
 * notify({ status: 'almost done' });
 * await notifyBarrier({ signal: AbortSignal.timeout(5000) });
 */
export async function notifyBarrier(
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  const { signal, ...unknown } = object(options, 'options') as typeof options;
  refuseUnknown(unknown, 'options');
  abortSignal(signal, 'options.signal');
  signal?.throwIfAborted();
  const [r, w] = pipe();
  try {
    let told: boolean;
    try {
      told = send([{ text: 'BARRIER=1', fds: [w] }]);
    } finally {
      close(w);
    }
    if (told) await ready(r, false, signal); // the end of the file
    return told;
  } finally {
    close(r);
  }
}

/**
 * `sd_watchdog_enabled(1, &usec)`, and what it asks for: tells the manager every
 * half of WatchdogSec= that this process is alive, as long as its event loop
 * turns; null when the manager does not want to know. `intervalMs` says how
 * often. The process does not go on for its sake, and it ends with a fork: a child
 * does not speak for its parent. A manager that cannot be reached is told at the
 * next time, and no error says so. Disposing of the result ends it.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sd_watchdog_enabled.3.html | sd_watchdog_enabled(3)}
 * @example
 * import { watchdog } from 'posix-proc/daemon';
 * // There is no manager here.
 * console.log(watchdog()); // null
 */
export function watchdog(): (Disposable & { intervalMs: number }) | null {
  const usec = Number(takeVariable('WATCHDOG_USEC'));
  const pid = takeVariable('WATCHDOG_PID');
  if (!(usec > 0) || (pid && Number(pid) !== getpid())) return null;
  const intervalMs = Math.min(usec / 2000, 2 ** 31 - 1); // of setInterval()
  const owner = getpid();
  const timer = setInterval(() => {
    if (getpid() !== owner) return clearInterval(timer);
    try {
      notify({ watchdog: true });
    } catch {
      // The process is alive all the same.
    }
  }, intervalMs);
  timer.unref();
  return { intervalMs, [Symbol.dispose]: () => clearInterval(timer) };
}
