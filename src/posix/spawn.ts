// spawn(): another program in a child, as child_process starts it, with all
// that a process can be given before it becomes the program. The cost does not
// grow with this process's memory.

import { Socket } from 'node:net';
import type { Stream } from 'node:stream';
import { isMainThread } from 'node:worker_threads';
import { binding, constants } from '../internal/binding.js';
import {
  type Bytes,
  cEnv,
  cPath,
  cString,
  type Path,
} from '../internal/c-strings.js';
import { Ending } from '../internal/ending.js';
import { invalidType } from '../internal/errors.js';
import { nodeIgnores } from '../internal/node-ignores.js';
import { notePiped } from '../internal/registry.js';
import {
  type ResourceName,
  type RlimitInput,
  toLimit,
  toResource,
} from '../internal/resources.js';
import { type Signal, toSignal } from '../internal/signals.js';
import {
  boolean,
  fd as checkFd,
  id,
  integer,
  list,
  object,
  oneOf,
  refuseUnknown,
} from '../internal/validate.js';
import { Child } from './child.js';
import { F_DUPFD_CLOEXEC, fcntl } from './fcntl.js';
import { close, open, pipe } from './fd.js';
import { AF_UNIX, SOCK_STREAM, socketpair } from './socket.js';

/** A system call of the child, and the path that its error names. */
type Step = [
  call: string,
  path: Uint8Array | null,
  ...args: (number | Uint8Array)[],
];

const native = binding<{
  spawn(
    file: Uint8Array,
    paths: Uint8Array,
    argv: Uint8Array,
    env: Uint8Array,
    sources: number[],
    steps: Step[],
    defaults: number[],
  ): [pid: number, pidfd: number];
  environ(): Buffer[];
  handOn(fd: number, blocking: boolean, required: boolean): number;
}>();

/**
 * What a descriptor of the child is: the one of that number here; the end of a
 * pipe, whose other end {@link Child} has; /dev/null; another one of this
 * process; or a file. This process opens it, with O_NOCTTY and by default mode
 * 0o666, and once only if the same object stands there several times.
 */
export type Stdio =
  | 'inherit'
  | 'pipe'
  | 'ignore'
  | number
  | Stream
  | { readonly fd: number }
  | { readonly path: Path; readonly flags: number; readonly mode?: number };

/** What {@link spawn} gives the child. */
export type SpawnOptions = {
  /**
   * Of 0, 1 and 2; or a list by the child's numbers, in which undefined means
   * 'pipe' for these and nothing for those above. 'pipe' by default.
   */
  stdio?: Stdio | readonly (Stdio | null | undefined)[];
  /** The program's folder, and where a relative `file` starts. */
  cwd?: Path;
  /** Changes to the caller's environment; null takes a name out. */
  env?: { readonly [name: string]: Bytes | null | undefined };
  /** The program's name for itself; `file` by default. */
  argv0?: Bytes;
  uid?: number;
  gid?: number;
  /** The supplementary groups: none by default, when `uid` or `gid` is given. */
  groups?: readonly number[];
  umask?: number;
  /** Resource limits: `{ NOFILE: { soft: 64, hard: 64 } }`. */
  rlimits?: { readonly [Name in ResourceName]?: RlimitInput };
  /** The process group to move to; 0 means one of its own. */
  pgroup?: number;
  /** Make the child the leader of a new session. */
  session?: boolean;
  /** The terminal that is to control that session, a descriptor here. */
  ctty?: number;
  /**
   * Sent to the child when the thread ends that has called spawn(). A program
   * that gains privileges loses it.
   */
  pdeathsig?: Signal;
  /**
   * How the program finds the system, as of {@link personality}:
   * ADDR_NO_RANDOMIZE, for one.
   */
  personality?: number;
  /** The folder of the control group to move to. */
  cgroup?: Path;
};

/** 'pipe', a descriptor here, or a file. */
type Source =
  | 'pipe'
  | { fd: number; required: boolean }
  | { path: Path; flags: number; mode: number };

const NOTHING: Source = {
  path: '/dev/null',
  flags: constants.O_RDWR,
  mode: 0,
};

function checkStream(stream: object, name: string): Source {
  const { fd, _handle } = stream as {
    fd?: unknown;
    _handle?: { fd?: unknown };
  };
  const found = typeof fd === 'number' ? fd : _handle?.fd;
  if (typeof found !== 'number' || found < 0)
    throw invalidType(name, 'a stream with an open descriptor', stream);
  return { fd: checkFd(found, name), required: true };
}

function checkFile(file: object, name: string): Source {
  const {
    path,
    flags,
    mode = 0o666,
    ...unknown
  } = file as {
    path: Path;
    flags: number;
    mode?: number;
  };
  refuseUnknown(unknown, name);
  return {
    path: cPath(path, `${name}.path`).subarray(0, -1),
    flags: integer(flags, `${name}.flags`) | constants.O_NOCTTY,
    mode: integer(mode, `${name}.mode`, 0, 0o7777),
  };
}

function checkSource(value: unknown, target: number, name: string): Source {
  if (typeof value === 'number')
    return { fd: checkFd(value, name), required: true };
  if (typeof value === 'object' && value !== null)
    return 'fd' in value || '_handle' in value
      ? checkStream(value, name)
      : checkFile(object(value, name), name);
  if (typeof value !== 'string')
    throw invalidType(name, 'of type string, number or object', value);
  const way = oneOf(value, name, ['inherit', 'pipe', 'ignore']);
  if (way === 'inherit') return { fd: target, required: target > 2 };
  return way === 'pipe' ? way : NOTHING;
}

/** As many as the kernel lets a process have at most, unless told otherwise. */
const MOST = 2 ** 20;

/** By the child's numbers; undefined: whatever is there. */
function checkStdio(stdio: unknown): (Source | undefined)[] {
  const name = 'options.stdio';
  const files = new Map<unknown, Source>();
  const check = (value: unknown, target: number, name: string) => {
    const known = files.get(value);
    if (known) return known;
    const source = checkSource(value, target, name);
    if (typeof value === 'object') files.set(value, source);
    return source;
  };
  if (!Array.isArray(stdio))
    return [0, 1, 2].map((it) => check(stdio, it, name));
  const length = integer(stdio.length, `${name}.length`, 0, MOST);
  return Array.from({ length: Math.max(length, 3) }, (_, target) => {
    const value = stdio[target] ?? (target <= 2 ? 'pipe' : undefined);
    if (value === undefined) return undefined;
    return check(value, target, `${name}[${target}]`);
  });
}

const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const strings = (bytes: Buffer) => latin1(bytes).split('\0').slice(0, -1);
const cStrings = (strings: string[]) =>
  Buffer.from(strings.map((it) => `${it}\0`).join(''), 'latin1');

/** The program's: the caller's with the changes, byte by byte. */
function environment(delta: unknown): string[] {
  // In a Worker, process.env is not the environment that C knows.
  const own = isMainThread
    ? native.environ().map(latin1)
    : strings(cEnv(process.env, 'env'));
  if (delta === undefined) return own;
  const changes = Object.entries(object(delta, 'options.env')).filter(
    ([, value]) => value !== undefined,
  );
  const set = Object.fromEntries(
    changes.map(([name, value]) => [name, value ?? undefined]),
  );
  const names = new Set(changes.map(([name]) => latin1(Buffer.from(name))));
  return [
    ...own.filter((it) => !names.has(it.split('=', 1)[0] as string)),
    ...strings(cEnv(set, 'options.env')),
  ];
}

/** Where the program may be, one path after the other. */
function search(file: Buffer, env: string[]): Buffer {
  const [name = ''] = strings(file);
  if (name === '' || name.includes('/')) return file;
  const folders = env.find((it) => it.startsWith('PATH='))?.slice(5);
  return cStrings(
    (folders ?? '/bin:/usr/bin')
      .split(':')
      .map((folder) => (folder === '' ? name : `${folder}/${name}`)),
  );
}

const memory = (array: Uint32Array | BigUint64Array) =>
  new Uint8Array(array.buffer);

function checkLimits(rlimits: unknown): Step[] {
  return Object.entries(object(rlimits, 'options.rlimits')).map(
    ([resource, limit]) => {
      const name = `options.rlimits.${resource}`;
      const number = toResource(resource, name);
      const pair = BigUint64Array.from(toLimit(limit, name));
      return ['prlimit', null, 0, number, memory(pair), 0];
    },
  );
}

/** Like libuv: who gives up being root keeps none of root's groups. */
function checkGroups(groups: unknown, changesIds: boolean): Step[] {
  if (groups === undefined)
    return changesIds ? [['dropgroups', null, 0, 0]] : [];
  const ids = list(groups, 'options.groups', id);
  return [['setgroups', null, ids.length, memory(Uint32Array.from(ids))]];
}

/** What the child does, in this order, between its start and its program. */
function checkSteps(options: SpawnOptions): Step[] {
  const {
    session = false,
    pgroup,
    ctty,
    umask,
    rlimits = {},
    groups,
    gid,
    uid,
    pdeathsig,
    personality,
    cwd,
    ...unknown
  } = options;
  refuseUnknown(unknown, 'options');
  const steps: Step[] = [];
  if (boolean(session, 'options.session')) steps.push(['setsid', null]);
  if (pgroup !== undefined)
    steps.push(['setpgid', null, 0, integer(pgroup, 'options.pgroup')]);
  if (ctty !== undefined) {
    const terminal = checkFd(ctty, 'options.ctty');
    steps.push(['ioctl', null, terminal, constants.TIOCSCTTY, 0]);
  }
  steps.push(['dup2', null]); // all of stdio
  if (umask !== undefined)
    steps.push(['umask', null, integer(umask, 'options.umask', 0, 0o777)]);
  steps.push(...checkLimits(rlimits));
  steps.push(...checkGroups(groups, gid !== undefined || uid !== undefined));
  if (gid !== undefined) steps.push(['setgid', null, id(gid, 'options.gid')]);
  if (uid !== undefined) steps.push(['setuid', null, id(uid, 'options.uid')]);
  // The kernel forgets it when the ids change.
  if (pdeathsig !== undefined) {
    const signo = toSignal(pdeathsig, 'options.pdeathsig');
    steps.push(['prctl', null, constants.PR_SET_PDEATHSIG, signo]);
  }
  if (personality !== undefined) {
    const persona = integer(personality, 'options.personality', 0, 2 ** 32 - 1);
    steps.push(['personality', null, persona]);
  }
  if (cwd !== undefined) {
    const path = cPath(cwd, 'options.cwd');
    steps.push(['chdir', path, path]);
  }
  return steps;
}

/** A pipe's end for the child; the other one becomes a stream. */
function openPipe(target: number): { theirs: number; stream: Socket } {
  const [readable, writable] = [target !== 0, target === 0 || target > 2];
  const [r, w] = target > 2 ? socketpair(AF_UNIX, SOCK_STREAM) : pipe();
  const [theirs, end] = target === 0 ? [r, w] : [w, r];
  let fd = end;
  try {
    // libuv never closes 0, 1 and 2, should they be free.
    if (end < 3) {
      fd = fcntl(end, F_DUPFD_CLOEXEC, 3);
      close(end);
    }
    return { theirs, stream: new Socket({ fd, readable, writable }) };
  } catch (error) {
    close(theirs);
    close(fd);
    throw error;
  }
}

/**
 * Descriptors for the child, by its numbers; -1: none. What it opens for that,
 * and for no longer, is noted in `opened`, the streams in `streams`.
 */
function connect(
  sources: (Source | undefined)[],
  opened: number[],
  streams: (Socket | undefined)[],
): number[] {
  const fds = sources.map((source, target) => {
    if (typeof source !== 'object' || !('fd' in source)) return -1;
    const { fd, required } = source;
    const found = native.handOn(fd, target <= 2, required);
    if (found !== -1 && found !== fd) opened.push(found);
    return found;
  });
  // Only now: none of these may get the number of one that was closed.
  const files = new Map<Source, number>();
  for (const [target, source] of sources.entries()) {
    if (source === 'pipe') {
      const { theirs, stream } = openPipe(target);
      opened.push(theirs);
      streams[target] = stream;
      fds[target] = theirs;
    } else if (source && 'path' in source) {
      const { path, flags, mode } = source;
      const fd = files.get(source) ?? open(path, flags, mode);
      if (!files.has(source)) opened.push(fd);
      files.set(source, fd);
      fds[target] = fd;
    }
  }
  return fds;
}

/** By writing "myself" there, which every kernel and every hierarchy knows. */
function enterCgroup(folder: Buffer, opened: number[]): Step {
  const list = Buffer.concat([folder, Buffer.from('/cgroup.procs')]);
  const fd = open(list, constants.O_WRONLY);
  opened.push(fd);
  return ['write', cPath(list, 'cgroup'), fd, Buffer.from('0'), 1];
}

/** A child with the streams that `'pipe'`, the default, has made. */
export type ChildWithPipes = Child & {
  readonly stdin: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
};

/**
 * `file args…` in a child: for daily work what {@link posix_spawn} is for those
 * who know it from C. It returns when the program runs, and its cost does not
 * grow with this process's memory. A `file` without a slash is looked for in the
 * PATH that the program gets. As with {@link posix_spawnp}, no script without
 * `#!` is given to `/bin/sh`.
 *
 * The child gets the descriptors that `stdio` lists and, as in C, each other one
 * that is not close-on-exec. A `'pipe'` is a stream of Node, and one under 3 or
 * above goes both ways. Handlers of signals are reset, what only Node ignores is
 * not ignored, and the mask is the caller's. Then come, in this order: cgroup,
 * session, pgroup, ctty, stdio, umask, rlimits, groups, gid, uid, pdeathsig,
 * personality, cwd.
 *
 * Whatever goes wrong is thrown here, and there is no child: `syscall` names the
 * step (`'setuid'`, `'chdir'`, `'execve'`, …), and `path` its file. The errors
 * are those of {@link execve} and of the steps (EPERM, EBADF); EAGAIN, ENOMEM,
 * EMFILE. (A Worker that is terminated in the midst of the call may leave
 * descriptors open.)
 *
 * @see {@link https://man7.org/linux/man-pages/man3/posix_spawn.3.html | posix_spawn(3)}
 * @example
 * import { spawn } from 'posix-proc';
 * const child = spawn('sort', ['-n'], { env: { LC_ALL: 'C' }, cwd: '/' });
 * child.stdin.end('10\n9\n');
 * let sorted = '';
 * for await (const chunk of child.stdout) sorted += chunk;
 * console.log(sorted.split('\n')); // [ '9', '10', '' ]
 * console.log((await child.wait()).code); // 0
 * @example
 * import { spawn } from 'posix-proc';
 * try {
 *   spawn('true', [], { cwd: '/none' });
 * } catch (error) {
 *   console.log(error.message); // ENOENT: no such file or directory, chdir '/none'
 *   console.log(error.syscall); // chdir
 * }
 */
export function spawn(
  file: Path,
  args?: readonly Bytes[],
  options?: SpawnOptions & { stdio?: 'pipe' },
): ChildWithPipes;
export function spawn(
  file: Path,
  args?: readonly Bytes[],
  options?: SpawnOptions,
): Child;
export function spawn(
  file: Path,
  args: readonly Bytes[] = [],
  options: SpawnOptions = {},
): Child {
  const program = cPath(file, 'file');
  const rest = list(args, 'args', (it, name) => cString(it, name));
  const {
    stdio = 'pipe',
    env,
    argv0,
    cgroup,
    ...others
  } = object(options, 'options') as SpawnOptions;
  const arg0 = argv0 === undefined ? program : cString(argv0, 'options.argv0');
  const sources = checkStdio(stdio);
  const variables = environment(env);
  const steps = checkSteps(others);
  const group =
    cgroup === undefined
      ? undefined
      : cPath(cgroup, 'options.cgroup').subarray(0, -1);

  const opened: number[] = [];
  const streams: (Socket | undefined)[] = [];
  let ending: Ending;
  try {
    const fds = connect(sources, opened, streams);
    if (group) steps.unshift(enterCgroup(group, opened));
    const [pid, pidfd] = native.spawn(
      program,
      search(program, variables),
      Buffer.concat([arg0, ...rest]),
      cStrings(variables),
      fds,
      steps,
      nodeIgnores(),
    );
    ending = new Ending(pid, pidfd);
  } catch (error) {
    for (const stream of streams) stream?.destroy();
    throw error;
  } finally {
    for (const fd of opened) close(fd);
  }
  const child = new Child(ending);
  if (streams.length === 0) return child;
  const [stdin, stdout, stderr] = streams;
  Object.assign(child, { stdin, stdout, stderr, stdio: streams });
  notePiped(child);
  return child;
}
