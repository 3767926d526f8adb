// Sockets that the service manager has opened: sd_listen_fds(3).

import { F_GETFD, F_SETFD, FD_CLOEXEC, fcntl } from '../posix/fcntl.js';
import { getpid } from '../posix/ids.js';
import { takeVariable } from './environment.js';

/** A descriptor that the manager has passed on. */
export type ListenFd = {
  fd: number;
  /** Of its unit, or as `FileDescriptorName=` or {@link notify} call it. */
  name: string;
};

const first = 3; // SD_LISTEN_FDS_START

/**
 * `sd_listen_fds_with_names(1, &names)`: the descriptors that the service manager
 * has opened for this process, in the order of its sockets, and those it has kept:
 * the latter have the names of {@link notify}. None when it has not. They are
 * close-on-exec, and $LISTEN_FDS and its kin are taken out of the environment:
 * they are meant for no child. EBADF: the variables speak of one that is not open.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html | sd_listen_fds(3)}
 * @example
 * import { createServer } from 'node:http';
 * import { listenFds } from 'posix-proc/daemon';
 * const [socket] = listenFds();
 * const server = createServer((_, response) => response.end('hello'));
 * server.listen(socket ? { fd: socket.fd } : { port: 0 });
 * server.close();
 */
export function listenFds(): ListenFd[] {
  const count = takeVariable('LISTEN_FDS') ?? '';
  const pid = Number(takeVariable('LISTEN_PID'));
  const names = takeVariable('LISTEN_FDNAMES')?.split(':') ?? [];
  if (!/^\d{1,9}$/.test(count) || pid !== getpid()) return [];
  return Array.from({ length: Number(count) }, (_, i) => {
    const fd = first + i;
    fcntl(fd, F_SETFD, fcntl(fd, F_GETFD) | FD_CLOEXEC);
    return { fd, name: names[i] || 'unknown' };
  });
}
