// The names of 'posix-proc/daemon': what a program needs to be a good daemon.

export { type Credentials, dropPrivileges } from './drop-privileges.js';
