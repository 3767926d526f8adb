// The names of 'posix-proc'.

export { Child } from './posix/child.js';
export { _exit, abort } from './posix/exit.js';
export {
  close,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
  eventfd,
  O_APPEND,
  O_ASYNC,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECT,
  O_DIRECTORY,
  O_DSYNC,
  O_EXCL,
  O_NOATIME,
  O_NOCTTY,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_PATH,
  O_RDONLY,
  O_RDWR,
  O_SYNC,
  O_TMPFILE,
  O_TRUNC,
  O_WRONLY,
  pipe,
  pipe2,
  read,
  write,
} from './posix/fd.js';
export {
  atfork,
  type ForkOptions,
  fork,
  forkChild,
  forkSupport,
  keepShared,
} from './posix/fork/index.js';
export { getpid, getppid, gettid } from './posix/ids.js';
export * from './posix/signal.js';
export * from './posix/wait.js';
