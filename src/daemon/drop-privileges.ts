// dropPrivileges(): how a daemon that root has started becomes somebody else.

import { type Bytes, cString } from '../internal/c-strings.js';
import { invalidValue, refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { id, list, object, refuseUnknown } from '../internal/validate.js';
import {
  getgrouplist,
  getgroups,
  getppid,
  getresgid,
  getresuid,
  setegid,
  seteuid,
  setgroups,
  setresgid,
  setresuid,
} from '../posix/ids.js';
import { getKeepcaps, getPdeathsig, setPdeathsig } from '../posix/prctl.js';
import { getgrnam, getpwnam, getpwuid } from '../posix/users.js';
import { tasks } from '../proc/stat.js';
import { type Status, status } from '../proc/status.js';

/** Whom to become, as credentials(7) has it. */
export type Credentials = {
  /** A name, or a user id. */
  user: Bytes | number;
  /** A name, or a group id: by default the user's own, as passwd(5) says. */
  group?: Bytes | number;
  /** The supplementary groups: by default the user's in group(5), and `group`. */
  groups?: readonly (Bytes | number)[];
};

type Identity = { uid: number; gid: number; groups: number[] };

type Before = { uids: number[]; gids: number[]; groups: number[] };

/** Of a user or a group. */
export function checkName(value: unknown, name: string): Bytes | number {
  if (typeof value === 'number') return id(value, name);
  const expected = 'of type string or number or an instance of Buffer';
  const bytes = cString(value, name, expected).subarray(0, -1);
  return typeof value === 'string' ? value : bytes;
}

/** With Node's code, and in its words. */
const noSuch = (kind: string, name: Bytes | number) =>
  refusal(
    'ERR_UNKNOWN_CREDENTIAL',
    `${kind} identifier does not exist: ${name}`,
  );

function toGid(group: Bytes | number): number {
  if (typeof group === 'number') return group;
  const entry = getgrnam(group);
  if (!entry) throw noSuch('Group', group);
  return entry.gid;
}

function lookUp(
  user: Bytes | number,
  group: Bytes | number | undefined,
  groups: (Bytes | number)[] | undefined,
): Identity {
  const entry = typeof user === 'number' ? getpwuid(user) : getpwnam(user);
  const uid = typeof user === 'number' ? user : entry?.uid;
  if (uid === undefined) throw noSuch('User', user);
  if (uid === 0)
    throw invalidValue('credentials.user', 'must not be root', user);
  const gid = group === undefined ? entry?.gid : toGid(group);
  if (gid === undefined)
    throw refusal(
      'ERR_UNKNOWN_CREDENTIAL',
      `User ${user} has no entry in passwd(5): credentials.group must say which group`,
    );
  if (groups) return { uid, gid, groups: groups.map(toGid) };
  const name = typeof user === 'number' ? entry?.name : user;
  return {
    uid,
    gid,
    groups: name === undefined ? [gid] : getgrouplist(name, gid),
  };
}

/** Whether the group of a process is listed as well makes no difference. */
function sameGroups(some: number[], others: number[], gid: number): boolean {
  const all = new Set([...some, ...others, gid]).size;
  return [some, others].every((it) => new Set([...it, gid]).size === all);
}

const capabilities = ({ CapPrm, CapEff, CapAmb }: Status) =>
  CapPrm | CapEff | CapAmb;

const kept = (sentence: string) => refusal('ERR_PRIVILEGES_KEPT', sentence);

/** Refuses when the kernel would not take the capabilities as well. */
function refuseCapabilities(uids: number[]): void {
  if (capabilities(status('self')) === 0n) return;
  if (getKeepcaps())
    throw kept('Capabilities would be kept, as setKeepcaps() has asked');
  if (!uids.includes(0))
    throw kept('Capabilities would be kept: they are not due to the user id 0');
}

function become({ uid, gid, groups }: Identity): void {
  try {
    setgroups(groups);
  } catch (error) {
    // Who has them already need not be permitted to.
    if (!sameGroups(getgroups(), groups, gid)) throw error;
  }
  setresgid(gid, gid, gid);
  setresuid(uid, uid, uid); // last, for it ends the permission for the others
}

function threads(): Status[] {
  return tasks('self').flatMap(({ pid }) => {
    try {
      return [status(pid)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return [];
      throw error;
    }
  });
}

/** To the kernel, ids and capabilities are each thread's own. */
function verifyThreads({ uid, gid, groups }: Identity): void {
  for (const thread of threads()) {
    const { Pid, Uid, Gid, Groups } = thread;
    const who = `Thread ${Pid} still has`;
    if (Uid.some((it) => it !== uid)) throw kept(`${who} user ids ${Uid}`);
    if (Gid.some((it) => it !== gid)) throw kept(`${who} group ids ${Gid}`);
    if (!sameGroups(Groups, groups, gid)) throw kept(`${who} groups ${Groups}`);
    if (capabilities(thread) !== 0n) throw kept(`${who} capabilities`);
  }
}

/** Tries to become again what the process was, or root. */
function verifyIrreversible(before: Before, now: Identity): void {
  const ways: Record<string, () => void> = {
    'setgroups()': () => setgroups(before.groups),
  };
  for (const uid of new Set([0, ...before.uids]))
    if (uid !== now.uid) ways[`seteuid(${uid})`] = () => seteuid(uid);
  for (const gid of new Set([0, ...before.gids]))
    if (gid !== now.gid) ways[`setegid(${gid})`] = () => setegid(gid);
  for (const [way, goBack] of Object.entries(ways)) {
    try {
      goBack();
    } catch {
      continue; // for whatever reason
    }
    become(now);
    throw kept(`There is a way back: ${way}`);
  }
}

/**
 * `initgroups(user, group); setgid(group); setuid(user)`: this process becomes
 * `user` for good, in all its threads: first the groups, then real, effective and
 * saved group id, then the user ids. Then it looks whether that is so: each thread
 * must have the new ids and no capabilities (permitted, effective or ambient),
 * and every attempt to become what it was, or root, must fail.
 *
 * To be called as root, after all that only root may do: ports below 1024, pid
 * files, `chroot()`. Who is `user` already may call it too. What is open stays
 * open, and the environment (HOME, USER) and the folder as they are. As after
 * `setuid()`, the process is not dumpable. The signal of `setPdeathsig()`
 * stays. Programs with set-user-id or file capabilities are the one thing
 * that is left, of which inheritable capabilities are a part, and
 * `setNoNewPrivs()` ends it.
 *
 * Before anything is changed: ERR_UNKNOWN_CREDENTIAL, as of Node: there is no such
 * user or group, or a user by number has no entry in passwd(5) and there is no
 * `group`. ERR_INVALID_ARG_VALUE: `user` is root. ERR_PRIVILEGES_KEPT:
 * `setKeepcaps()` is on, or there are capabilities without the user id 0.
 * ENOENT: without /proc, nothing can be verified. ERR_INVALID_STATE: as of
 * `setuid()`. In a Worker: ERR_WORKER_UNSUPPORTED_OPERATION.
 *
 * EPERM: this is neither root nor `user`. ERR_PRIVILEGES_KEPT: the message says
 * what was found afterwards. After these two the process should end, for it may
 * be half of each.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/credentials.7.html | credentials(7)}
 * @example
 * import { fork, getresuid, getuid, waitpid } from 'posix-proc';
 * import { dropPrivileges } from 'posix-proc/daemon';
 * const pid = fork();
 * if (pid === 0) {
 *   if (getuid() === 0) dropPrivileges({ user: 'nobody' });
 *   process.exit(Object.values(getresuid()).includes(0) ? 1 : 0);
 * }
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function dropPrivileges(credentials: Credentials): void {
  const { user, group, groups, ...unknown } = object(
    credentials,
    'credentials',
  ) as Credentials;
  refuseUnknown(unknown, 'credentials');
  const asked = [
    checkName(user, 'credentials.user'),
    group === undefined ? undefined : checkName(group, 'credentials.group'),
    groups === undefined
      ? undefined
      : list(groups, 'credentials.groups', checkName),
  ] as const;
  mainThreadOnly('dropPrivileges');
  const identity = lookUp(...asked);
  const before = {
    uids: Object.values(getresuid()),
    gids: Object.values(getresgid()),
    groups: getgroups(),
  };
  refuseCapabilities(before.uids);
  const [pdeathsig, parent] = [getPdeathsig(), getppid()];
  become(identity);
  verifyThreads(identity);
  verifyIrreversible(before, identity);
  // The kernel has reset it: a zygote's job, for one, lives no longer than that.
  if (pdeathsig !== null) setPdeathsig(pdeathsig, parent);
}
