// The sockets of prefork(): opened once, by the master, and listened on by all
// its workers. Node opens them, so that addresses mean what they always mean; the
// server that has done so is closed before it could accept anything.

import { once } from 'node:events';
import {
  fstatSync,
  lstatSync,
  readFileSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { refusal } from '../../internal/errors.js';
import { F_DUPFD_CLOEXEC, fcntl } from '../../posix/fcntl.js';
import { close } from '../../posix/fd.js';
import { getpid } from '../../posix/ids.js';
import { listenFds } from '../listen-fds.js';

/** Where to listen, as net.Server.listen() has it, or on an open socket. */
export type Listen = {
  port?: number;
  host?: string;
  path?: string;
  fd?: number;
};

export type Listener = {
  fd: number;
  /** What has asked for it: the next master looks for that. */
  key: string;
  /** To be removed at the end. */
  path?: string;
};

export const duplicate = (fd: number) => fcntl(fd, F_DUPFD_CLOEXEC, 3);

/** A socket that listens. `found`: at its address, before its server is closed. */
async function opened(options: object, found = () => {}): Promise<number> {
  const server = createServer().listen(options);
  await once(server, 'listening');
  try {
    found();
    const { _handle } = server as unknown as { _handle: { fd: number } };
    return duplicate(_handle.fd);
  } finally {
    server.close(); // in the turn in which it has begun
  }
}

/** A socket that a killed master has left behind is removed. */
async function removeStale(path: string): Promise<void> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return;
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED')
      unlinkSync(path);
  } finally {
    socket.destroy();
  }
}

/** Under another name first: a server removes the name that it has made. */
async function openPath(path: string): Promise<number> {
  await removeStale(path);
  if (lstatSync(path, { throwIfNoEntry: false }))
    throw refusal('EADDRINUSE', `There is somebody, or something, at ${path}`);
  const first = join(dirname(path), `.${getpid()}`);
  return opened({ path: first }, () => renameSync(first, path));
}

/** Opens what is asked for; those that were handed over are taken first. */
export async function openListeners(
  asked: readonly (Listen | 'activation')[],
  inherited: { fd: number; key: string }[],
): Promise<Listener[]> {
  const listeners: Listener[] = [];
  const alone = inherited.length === 0;
  try {
    for (const one of asked) {
      const key = JSON.stringify(one);
      const { path, fd } = one === 'activation' ? {} : one;
      const keep = (socket: number) =>
        listeners.push({
          fd: socket,
          key,
          ...(path !== undefined && { path }),
        });
      const handed = inherited.filter((it) => it.key === key);
      if (handed.length > 0) {
        // Of two that ask the same, each gets its own.
        for (const it of one === 'activation' ? handed : handed.slice(0, 1)) {
          inherited.splice(inherited.indexOf(it), 1);
          keep(it.fd);
        }
      } else if (one === 'activation') {
        const passed = listenFds();
        if (passed.length === 0)
          throw refusal(
            'ERR_NO_LISTEN_FDS',
            'The service manager has passed on no socket',
          );
        for (const it of passed) keep(duplicate(it.fd));
      } else if (fd !== undefined) keep(duplicate(fd));
      else if (path !== undefined) keep(await openPath(path));
      else keep(await opened(one));
    }
    for (const { fd } of inherited) close(fd); // nobody asks for them any more
    return listeners;
  } catch (error) {
    closeListeners(listeners, alone);
    throw error;
  }
}

/** As net.Server.address() has it. */
export function addressOf({ fd, path }: Listener): AddressInfo | string {
  if (path !== undefined) return path;
  // Closed in the turn in which it has begun, it accepts nothing.
  const server = createServer().on('error', () => {});
  server.listen({ fd: duplicate(fd) });
  try {
    return server.address() ?? unixNameOf(fd);
  } finally {
    server.close();
  }
}

/** "Num: RefCount Protocol Flags Type St Inode Path"; @: an abstract one. */
function unixNameOf(fd: number): string {
  const { ino } = fstatSync(fd, { bigint: true });
  const line = new RegExp(`^(?:\\S+ +){6}${ino} (.+)$`, 'm');
  return line.exec(readFileSync('/proc/net/unix', 'utf8'))?.[1] ?? '';
}

/** `remove`: nobody else listens there from now on. */
export function closeListeners(listeners: Listener[], remove = true): void {
  for (const { fd, path } of listeners.splice(0)) {
    close(fd);
    if (path !== undefined && remove) {
      try {
        unlinkSync(path);
      } catch {
        // Somebody has done so.
      }
    }
  }
}
