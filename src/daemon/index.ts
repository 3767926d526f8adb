/**
 * What a program needs to be a good daemon.
 *
 * @module posix-proc/daemon
 */

export * from './daemonize.js';
export { type Credentials, dropPrivileges } from './drop-privileges.js';
export * from './init.js';
export * from './listen-fds.js';
export { type LogFile, logFile } from './log-file.js';
export * from './notify.js';
export * from './on-shutdown.js';
export * from './pid-file.js';
export * from './prefork.js';
export { preventFork } from './prevent-fork.js';
export {
  type EndedError,
  type RunOptions,
  type Zygote,
  type ZygoteOptions,
  zygote,
} from './zygote/index.js';
