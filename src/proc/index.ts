// The names of 'posix-proc/proc': readers of proc(5).

export * from './auxv.js';
export * from './cgroup.js';
export * from './fds.js';
export type { Pid } from './file.js';
export * from './io.js';
export * from './limits.js';
export * from './maps.js';
export * from './oom.js';
export * from './processes.js';
export * from './stat.js';
export * from './status.js';
export * from './text.js';
export * from './wchan.js';
