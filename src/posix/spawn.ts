// spawn(): another program in a child, as child_process starts it, with all
// that a process can be given before it becomes the program. The cost does not
// grow with this process's memory.

import type { Socket } from 'node:net';
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
  refuseUnknown,
} from '../internal/validate.js';
import { Child } from './child.js';
import { close, open } from './fd.js';
import { checkStdio, connect, type Stdio } from './spawn/stdio.js';

export type { Stdio };

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
}>();

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
