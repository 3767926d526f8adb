// posix_spawn(3), posix_spawnp(3): another program in a child, at a cost that
// does not grow with this process's memory.

import { isMainThread } from 'node:worker_threads';
import { binding } from '../internal/binding.js';
import {
  type Bytes,
  cArgv,
  cEnv,
  cPath,
  cString,
  type Env,
  type Path,
} from '../internal/c-strings.js';
import { invalidType, invalidValue, refusal } from '../internal/errors.js';
import { nodeIgnores } from '../internal/node-ignores.js';
import { type Signal, toSignal } from '../internal/signals.js';
import {
  boolean,
  fd as checkFd,
  integer,
  list,
  object,
  refuseUnknown,
} from '../internal/validate.js';

type NativeAction = (string | number | Uint8Array)[];
// Of the native, after path and argv.
type Rest = [
  env: Uint8Array | null,
  actions: NativeAction[],
  pgroup: number | null,
  setsid: boolean,
  resetids: boolean,
  mask: number[] | null,
  defaults: number[],
  policy: number | null,
  priority: number,
];

type NativeSpawn = (
  path: Uint8Array,
  argv: Uint8Array,
  ...rest: Rest
) => number;

const native = binding<{
  posix_spawn: NativeSpawn;
  posix_spawnp: NativeSpawn;
  hasFileAction(kind: string): boolean;
}>();

/**
 * What the child does before it becomes the program, one after the other: open
 * a file under a given number, close, copy; change its folder, from where
 * relative paths start that come later, the program's too; close every
 * descriptor from `fd` on; make its process group the terminal's foreground.
 *
 * Where glibc is older than `chdir` and `fchdir` (2.29), `closefrom` (2.34) or
 * `tcsetpgrp` (2.35), that action is refused with ERR_SPAWN_UNSUPPORTED.
 */
export type FileAction =
  | readonly ['open', fd: number, path: Path, flags: number, mode?: number]
  | readonly ['close', fd: number]
  | readonly ['dup2', fd: number, newfd: number]
  | readonly ['chdir', path: Path]
  | readonly ['fchdir', fd: number]
  | readonly ['closefrom', fd: number]
  | readonly ['tcsetpgrp', fd: number];

/** What {@link posix_spawn} gives the child. */
export type PosixSpawnOptions = {
  /** The program's whole environment; the caller's by default. */
  env?: Env;
  fileActions?: readonly FileAction[];
  /** The process group to move to; 0 means one of its own. */
  setpgroup?: number;
  /** Make the child the leader of a new session. */
  setsid?: boolean;
  /** Make the effective ids those of the real user and group. */
  resetids?: boolean;
  /** The signals that the program finds blocked; the caller's by default. */
  setsigmask?: readonly Signal[];
  /**
   * The signals that the program finds at their default action though they are
   * ignored here; SIGPIPE and SIGXFSZ by default, which Node ignores.
   */
  setsigdef?: readonly Signal[];
  /**
   * SCHED_OTHER, SCHED_FIFO or SCHED_RR, glibc takes no others (EINVAL), and a
   * priority: 0 by default, 1 to 99 for the latter two.
   */
  scheduler?: { policy: number; priority?: number };
  /** The program's folder: the same as a first file action `chdir`. */
  cwd?: Path;
};

/** The version of glibc that brought what our floor lacks. */
const newer = {
  chdir: '2.29',
  fchdir: '2.29',
  closefrom: '2.34',
  tcsetpgrp: '2.35',
};

function newerAction(kind: keyof typeof newer, argument: number | Uint8Array) {
  if (!native.hasFileAction(kind))
    throw refusal(
      'ERR_SPAWN_UNSUPPORTED',
      `the file action '${kind}' needs glibc ${newer[kind]}, and this one is older`,
    );
  return [kind, argument];
}

/** An action as the native takes it. */
function checkAction(action: unknown, name: string): NativeAction {
  if (!Array.isArray(action))
    throw invalidType(name, 'an instance of Array', action);
  const [kind, number, ...rest] = action;
  switch (kind) {
    case 'open': {
      const [path, flags, mode = 0o666] = rest;
      return [
        kind,
        checkFd(number, `${name}[1]`),
        cPath(path, `${name}[2]`),
        integer(flags, `${name}[3]`),
        integer(mode, `${name}[4]`, 0, 0o7777),
      ];
    }
    case 'close':
      return [kind, checkFd(number, `${name}[1]`)];
    case 'dup2':
      return [
        kind,
        checkFd(number, `${name}[1]`),
        checkFd(rest[0], `${name}[2]`),
      ];
    case 'chdir':
      return newerAction(kind, cPath(number, `${name}[1]`));
    case 'fchdir':
    case 'closefrom':
    case 'tcsetpgrp':
      return newerAction(kind, checkFd(number, `${name}[1]`));
  }
  throw invalidValue(
    `${name}[0]`,
    "must be one of: 'open', 'close', 'dup2', 'chdir', 'fchdir', 'closefrom', 'tcsetpgrp'",
    kind,
  );
}

const NO_SCHEDULER = [null, 0] as const;

function checkScheduler(value: unknown): [policy: number, priority: number] {
  const {
    policy,
    priority = 0,
    ...unknown
  } = object(value, 'options.scheduler') as PosixSpawnOptions['scheduler'] & {};
  refuseUnknown(unknown, 'options.scheduler');
  return [
    integer(policy, 'options.scheduler.policy'),
    integer(priority, 'options.scheduler.priority'),
  ];
}

/** In a Worker, process.env is not the environment that C knows. */
const callersEnv = () => (isMainThread ? null : cEnv(process.env, 'env'));

function checkOptions(options: PosixSpawnOptions): Rest {
  object(options, 'options');
  const {
    env,
    fileActions = [],
    setpgroup,
    setsid = false,
    resetids = false,
    setsigmask,
    setsigdef = nodeIgnores(),
    scheduler,
    cwd,
    ...unknown
  } = options;
  refuseUnknown(unknown, 'options');
  return [
    env === undefined ? callersEnv() : cEnv(env, 'options.env'),
    [
      ...(cwd === undefined
        ? []
        : [newerAction('chdir', cPath(cwd, 'options.cwd'))]),
      ...list(fileActions, 'options.fileActions', checkAction),
    ],
    setpgroup === undefined ? null : integer(setpgroup, 'options.setpgroup'),
    boolean(setsid, 'options.setsid'),
    boolean(resetids, 'options.resetids'),
    setsigmask === undefined
      ? null
      : list(setsigmask, 'options.setsigmask', toSignal),
    list(setsigdef, 'options.setsigdef', toSignal),
    ...(scheduler === undefined ? NO_SCHEDULER : checkScheduler(scheduler)),
  ];
}

/**
 * `posix_spawn(&pid, path, &fileActions, &attributes, argv, envp)`: runs the
 * program at `path` in a child and returns the child's pid, once the program
 * runs; {@link waitpid} tells of its end. Nothing of this process's memory is
 * copied, so it is as quick with a large heap as with a small one.
 *
 * `argv` starts with the program's name for itself. Descriptors 0, 1 and 2 are
 * handed on unless `fileActions` say otherwise, and so is each other one that
 * is not close-on-exec. Whatever goes wrong, there is no child: the errors are
 * those of {@link execve}, of the file actions and of the attributes (EPERM for
 * `setpgroup` and `scheduler`), EAGAIN, ENOMEM, EMFILE.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/posix_spawn.3.html | posix_spawn(3)}
 * @example
 * import { close, O_RDONLY, pipe, posix_spawn, read, waitpid } from 'posix-proc';
 * const [r, w] = pipe();
 * const pid = posix_spawn('/bin/sh', ['sh', '-c', 'echo $GREETING; cat'], {
 *   env: { GREETING: 'hello', PATH: process.env.PATH },
 *   fileActions: [['open', 0, '/dev/null', O_RDONLY], ['dup2', w, 1]],
 * });
 * close(w);
 * console.log(read(r, 100).toString()); // hello…
 * close(r);
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function posix_spawn(
  path: Path,
  argv: readonly Bytes[],
  options: PosixSpawnOptions = {},
): number {
  return native.posix_spawn(
    cPath(path, 'path'),
    cArgv(argv, 'argv'),
    ...checkOptions(options),
  );
}

/**
 * `posix_spawnp(&pid, file, &fileActions, &attributes, argv, envp)`:
 * {@link posix_spawn} of the first `file` that is found in the folders of this
 * process's PATH, unless it has a slash. Unlike {@link execvp}, it gives no
 * script to `/bin/sh`.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/posix_spawn.3.html | posix_spawnp(3)}
 * @example
 * import { posix_spawnp, waitpid } from 'posix-proc';
 * const pid = posix_spawnp('true', ['true']);
 * console.log(waitpid(pid)); // { …, kind: 'exited', code: 0 }
 */
export function posix_spawnp(
  file: Bytes,
  argv: readonly Bytes[],
  options: PosixSpawnOptions = {},
): number {
  return native.posix_spawnp(
    cString(file, 'file'),
    cArgv(argv, 'argv'),
    ...checkOptions(options),
  );
}
