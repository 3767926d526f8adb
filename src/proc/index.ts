/**
 * Readers of proc(5).
 *
 * @module posix-proc/proc
 */

export { auxv } from './auxv.js';
export { type Cgroup, cgroup } from './cgroup.js';
export { type Fdinfo, fdinfo, fds } from './fds.js';
export type { Pid } from './file.js';
export { type Io, io } from './io.js';
export { type Limits, limits } from './limits.js';
export {
  type Mapping,
  maps,
  type Smap,
  smaps,
  smapsRollup,
  type Usage,
} from './maps.js';
export { oom } from './oom.js';
export * from './processes.js';
export {
  type Stat,
  type State,
  type Statm,
  stat,
  statm,
  tasks,
} from './stat.js';
export { type Status, status } from './status.js';
export { cmdline, cwd, environ, exe, root } from './text.js';
export { wchan } from './wchan.js';
