/**
 * Processes, signals, terminals and descriptors, by their C names.
 *
 * @module posix-proc
 */

// All that the topics export.

export type { Bytes, Env, Path } from './internal/c-strings.js';
export type { ForkHooks } from './internal/registry.js';
export type { Waited } from './internal/status.js';
export { Child } from './posix/child.js';
export * from './posix/cwd.js';
export * from './posix/env.js';
export * from './posix/exec.js';
export * from './posix/exit.js';
export * from './posix/fcntl.js';
export * from './posix/fd.js';
export {
  atfork,
  type ForkOptions,
  fork,
  forkChild,
  forkSupport,
  keepShared,
} from './posix/fork/index.js';
export * from './posix/ids.js';
export * from './posix/kill.js';
export * from './posix/limits.js';
export * from './posix/memory.js';
export * from './posix/openpty.js';
export * from './posix/pidfd.js';
export * from './posix/poll.js';
export * from './posix/posix-spawn.js';
export * from './posix/prctl.js';
export { Pty, type PtyEnv, type PtyOptions } from './posix/pty.js';
export * from './posix/sched.js';
export * from './posix/session.js';
export * from './posix/sigmask.js';
export * from './posix/signal.js';
export * from './posix/signalfd.js';
export * from './posix/signals.js';
export * from './posix/sigwait.js';
export * from './posix/socket.js';
export * from './posix/spawn.js';
export * from './posix/status.js';
export * from './posix/stream.js';
export * from './posix/system.js';
export * from './posix/tell-wait.js';
export * from './posix/terminal.js';
export * from './posix/termios.js';
export * from './posix/timer.js';
export * from './posix/usage.js';
export * from './posix/users.js';
export * from './posix/wait.js';
