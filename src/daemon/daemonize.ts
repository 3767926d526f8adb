// daemonize(): the way into the background that daemon(7) calls SysV, without
// starting the program anew. docs/daemons.md says how each of its steps is met.

import { inspect } from 'node:util';
import { binding } from '../internal/binding.js';
import type { Bytes, Path } from '../internal/c-strings.js';
import { holding } from '../internal/delivery.js';
import { invalidType, invalidValue, refusal } from '../internal/errors.js';
import { mainThreadOnly } from '../internal/main-thread.js';
import { names, type SignalName } from '../internal/signals.js';
import { detachOutput, detachStdin, flushStdio } from '../internal/stdio.js';
import {
  fd as checkFd,
  integer,
  list,
  object,
  refuseUnknown,
} from '../internal/validate.js';
import { chdir } from '../posix/cwd.js';
import { _exit } from '../posix/exit.js';
import { F_GETFD, fcntl } from '../posix/fcntl.js';
import {
  close,
  dup2,
  dup3,
  O_CLOEXEC,
  O_RDONLY,
  O_RDWR,
  open,
  pipe,
  read,
  write,
} from '../posix/fd.js';
import { atfork, fork } from '../posix/fork/index.js';
import { getpid, umask } from '../posix/ids.js';
import { pidfd_open } from '../posix/pidfd.js';
import { POLLIN, poll } from '../posix/poll.js';
import { getChildSubreaper, setChildSubreaper } from '../posix/prctl.js';
import { setsid } from '../posix/session.js';
import { SIG_SETMASK, sigprocmask } from '../posix/sigmask.js';
import { SIG_DFL, SIG_IGN, sigaction } from '../posix/signal.js';
import { describeStatus, exitCode, WIFSIGNALED } from '../posix/status.js';
import { getpwnam, getpwuid, type Passwd } from '../posix/users.js';
import { WNOHANG, waitpid } from '../posix/wait.js';
import { fdinfo, fds } from '../proc/fds.js';
import { checkName, dropPrivileges } from './drop-privileges.js';
import { openLog } from './log-file.js';
import { absolutePath } from './paths.js';
import { PidFile } from './pid-file.js';

const native = binding<{
  handleDescriptors(): number[];
  standardTerminals(): number[];
}>();

/** What becomes of the process by {@link daemonize}. */
export type DaemonizeOptions = {
  /** The folder to work in, `/` by default; false: the one of now. */
  chdir?: Path | false;
  /** 0o022 by default: Node makes files 0666. */
  umask?: number;
  /**
   * Where standard output and error go, `/dev/null` by default. There is no
   * standard input. 'inherit': all three stay.
   */
  stdio?: Path | 'inherit';
  /** {@link PidFile}: the daemon acquires it, and releases it when it exits. */
  pidFile?: Path;
  /** Descriptors that stay open, beside those of servers and sockets. */
  keepFds?: readonly number[];
  /**
   * Whom to become at last: {@link dropPrivileges}. HOME, LOGNAME, SHELL and USER
   * are this user's then.
   */
  user?: Bytes | number;
  /** By default the user's own. */
  group?: Bytes | number;
};

/** How the daemon says whether it has started. */
export type Daemon = {
  /** It has: the process that was called exits with 0. */
  ready(): void;
  /**
   * It has not: the process that was called writes `message` to its standard
   * error and exits with 1, as this one does.
   */
  fail(message: string): never;
};

function check(options: DaemonizeOptions) {
  const {
    chdir = '/',
    umask = 0o022,
    stdio = '/dev/null',
    pidFile,
    keepFds = [],
    user,
    group,
    ...unknown
  } = object(options, 'options') as DaemonizeOptions;
  refuseUnknown(unknown, 'options');
  const name = (value: unknown, option: string) =>
    value === undefined ? undefined : checkName(value, `options.${option}`);
  const plan = {
    chdir: chdir === false ? undefined : absolutePath(chdir, 'options.chdir'),
    umask: integer(umask, 'options.umask', 0, 0o777),
    stdio:
      stdio === 'inherit' ? undefined : absolutePath(stdio, 'options.stdio'),
    pidFile:
      pidFile === undefined
        ? undefined
        : absolutePath(pidFile, 'options.pidFile'),
    keepFds: list(keepFds, 'options.keepFds', checkFd),
    user: name(user, 'user'),
    group: name(group, 'group'),
  };
  if (plan.group !== undefined && plan.user === undefined)
    throw invalidValue('options.group', 'needs options.user', group);
  return plan;
}

type Plan = ReturnType<typeof check>;

/** What the process that was called hears. */
type Word = { pid?: number; failed?: string; ready?: true };

const say = (tell: number, word: Word) => {
  try {
    write(tell, `${JSON.stringify(word)}\n`);
  } catch {
    // EPIPE: nobody waits any more.
  }
};

function* words(answer: number): Generator<Word> {
  let rest = Buffer.alloc(0);
  for (;;) {
    const part = read(answer, 65536);
    if (part.length === 0) return;
    rest = Buffer.concat([rest, part]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield JSON.parse(rest.subarray(0, end).toString());
      rest = rest.subarray(end + 1);
    }
  }
}

/** Of a child that is about to end, its status. */
function endOf(pid: number): number | undefined {
  try {
    poll([{ fd: pidfd_open(pid), events: POLLIN }], 1000);
    return waitpid(pid, WNOHANG)?.status;
  } catch {
    return undefined; // somebody else has waited for it
  }
}

/** The process that was called, from the fork on. */
function awaitWord(answer: number, leader: number): never {
  return holding(~0n, () => {
    // Whatever the program does at them: these end the waiting.
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const) {
      if (sigaction(signal).handler !== SIG_IGN)
        sigaction(signal, { handler: SIG_DFL });
    }
    sigaction('SIGCHLD', { handler: SIG_DFL });
    sigprocmask(SIG_SETMASK, []);
    let daemon: number | undefined;
    let failed: string | undefined;
    for (const word of words(answer)) {
      if (word.ready) {
        endOf(leader); // nobody else need
        _exit(0);
      }
      daemon ??= word.pid;
      failed = word.failed ?? failed;
    }
    const status =
      endOf(leader) || (daemon === undefined ? undefined : endOf(daemon)) || 0;
    const was = WIFSIGNALED(status) ? 'was ' : '';
    console.error(
      failed ??
        `The daemon ${was}${describeStatus(status)} before it was ready`,
    );
    flushStdio(2 ** 31 - 1);
    return _exit(exitCode(status) || 1);
  });
}

// Of the terminal and the folder that the program was started in.
const variables = [
  ...['TERM', 'COLUMNS', 'LINES'],
  ...['PWD', 'OLDPWD', 'SHLVL', '_'],
];

// Node lives by the first two; the others are nobody's to set.
const untouched: SignalName[] = [
  'SIGPIPE',
  'SIGXFSZ',
  'SIGKILL',
  'SIGSTOP',
  'SIG32',
  'SIG33',
];

/** What the caller has ignored or blocked. Listeners are the program's own. */
function resetSignals(): void {
  for (const signal of names.values()) {
    if (untouched.includes(signal)) continue;
    if (sigaction(signal).handler === SIG_IGN)
      sigaction(signal, { handler: SIG_DFL });
  }
  sigprocmask(SIG_SETMASK, []);
}

function redirect(stdio: string | Buffer): void {
  const input = open('/dev/null', O_RDONLY);
  const output = openLog(stdio);
  detachStdin();
  for (const fd of [1, 2] as const) detachOutput(fd);
  // libuv has opened terminals anew, for streams that somebody may still have.
  for (const fd of native.standardTerminals()) dup3(output, fd, O_CLOEXEC);
  dup2(input, 0);
  for (const fd of [1, 2]) dup2(output, fd);
  for (const fd of [input, output]) close(fd);
}

/** The pipes of which this process has both ends: libuv's signals and its lock. */
function ownPipes(open: { fd: number; path: string }[]): number[] {
  const pipes = open.filter(({ path }) => path.startsWith('pipe:'));
  const ends = new Map<string, Set<number>>();
  for (const { fd, path } of pipes) {
    const modes = ends.get(path) ?? new Set();
    ends.set(path, modes.add(fdinfo('self', fd).flags & 1));
  }
  return pipes.flatMap(({ fd, path }) =>
    ends.get(path)?.size === 2 ? [fd] : [],
  );
}

/**
 * What event loops, V8 or anybody's threads live by stays: handles, what an epoll
 * instance watches, and what leads nowhere. In place of the rest comes /dev/null:
 * whoever still has the number of a file must not write into the next one that
 * gets it.
 */
function closeOthers(keep: number[]): void {
  const found = fds('self');
  const inner = found.filter(({ path }) => path.includes('anon_inode:'));
  const watched = inner.flatMap(({ fd }) => {
    const { tfd } = fdinfo('self', fd);
    return Array.isArray(tfd)
      ? tfd.map((line) => Number.parseInt(line, 10))
      : [];
  });
  const kept = new Set([
    ...[0, 1, 2, ...keep, ...watched, ...native.handleDescriptors()],
    ...[...inner.map(({ fd }) => fd), ...ownPipes(found)],
  ]);
  const nothing = open('/dev/null', O_RDWR);
  for (const { fd } of found) if (!kept.has(fd)) dup3(nothing, fd, O_CLOEXEC);
  close(nothing);
}

function become(plan: Plan, tell: number): void {
  for (const name of variables) delete process.env[name];
  resetSignals();
  umask(plan.umask);
  if (plan.stdio !== undefined) redirect(plan.stdio);
  closeOthers([...plan.keepFds, tell]);
  if (plan.pidFile !== undefined) PidFile.acquire(plan.pidFile);
  if (plan.chdir !== undefined) chdir(plan.chdir);
  const { user, group } = plan;
  if (user === undefined) return;
  const entry = typeof user === 'number' ? getpwuid(user) : getpwnam(user);
  dropPrivileges({ user, ...(group !== undefined && { group }) });
  becomeInEnvironment(entry);
}

/** As of a service with `User=`. Who is not in passwd(5) has none of these. */
function becomeInEnvironment(user: Passwd | null): void {
  for (const name of ['HOME', 'LOGNAME', 'SHELL', 'USER'])
    delete process.env[name];
  if (!user) return;
  const { name, dir, shell } = user;
  Object.assign(process.env, { LOGNAME: name, USER: name });
  Object.assign(process.env, { HOME: dir, SHELL: shell || '/bin/sh' });
}

/** Somebody waits for this process's word. */
let awaited = false;

/** The daemon's end of the pipe, which no child of its own may hold. */
function speaker(tell: number): Daemon {
  let open = true;
  awaited = true;
  const silence = () => {
    if (!open) return;
    open = false;
    awaited = false;
    close(tell);
    hooks[Symbol.dispose]();
    process.off('uncaughtExceptionMonitor', tellError);
  };
  const hooks = atfork({ child: silence });
  const tellError = (error: unknown) => say(tell, { failed: inspect(error) });
  process.on('uncaughtExceptionMonitor', tellError);
  return {
    ready() {
      if (open) say(tell, { ready: true });
      silence();
    },
    fail(message) {
      if (typeof message !== 'string')
        throw invalidType('message', 'of type string', message);
      if (open) say(tell, { failed: message });
      else console.error(message);
      return process.exit(1);
    },
  };
}

/**
 * `daemon(0, 0)`, and what daemon(7) asks for beyond it: the rest of the program
 * runs in the background, in a session of its own without a terminal, as nobody's
 * child. It is the same program, not started anew: timers, servers that listen,
 * connections and what is in memory go on in it; children of child_process and
 * the IPC channel are left behind, as at every {@link fork}. The process that was
 * called does nothing any more but wait, and exits: with 0 after `ready()`;
 * otherwise, after `fail()`, an uncaught error, a crash or an exit, with the
 * daemon's status (never 0), having said why on its standard error. A SIGHUP,
 * SIGINT, SIGQUIT or SIGTERM ends its waiting, and no more than that.
 *
 * Beside the options: what was ignored or blocked is so no more, while listeners
 * for signals stay; TERM, PWD and their kin are taken out of the environment; all
 * that is open is closed but for sockets, servers, watchers and what event loops
 * work with. Files that the program has open itself lead to /dev/null then, unless
 * they are in `keepFds`. Paths mean the folder of now.
 *
 * Under a service manager there is no need for it, and in a container it must not
 * be: docs/daemons.md.
 *
 * Rejects, and nothing has happened, with what {@link fork} throws (in a Worker,
 * beside Workers, with an open inspector), and with EBADF: one of `keepFds` is not
 * open. ERR_INVALID_STATE: it is a daemon that has not said yet that it is ready.
 * What goes wrong afterwards ends the daemon as `fail()` does.
 *
 * @see {@link https://man7.org/linux/man-pages/man7/daemon.7.html | daemon(7)},
 * {@link https://man7.org/linux/man-pages/man3/daemon.3.html | daemon(3)}
 * @example
 * import { createServer } from 'node:http';
 * import { daemonize } from 'posix-proc/daemon';
 * const server = createServer((_, response) => response.end('hello'));
 * const daemon = await daemonize({ pidFile: 'server.pid' });
 * server.on('error', ({ message }) => daemon.fail(message));
 * server.listen(0, () => {
 *   daemon.ready(); // the program that was called exits with 0
 *   setTimeout(() => server.close(), 100);
 * });
 */
export async function daemonize(
  options: DaemonizeOptions = {},
): Promise<Daemon> {
  const plan = check(options);
  mainThreadOnly('daemonize');
  // To whoever waits, the way on would be the end.
  if (awaited)
    throw refusal('ERR_INVALID_STATE', 'The daemon has not called ready() yet');
  for (const fd of plan.keepFds) fcntl(fd, F_GETFD); // EBADF
  const [answer, tell] = pipe();
  const reaper = getChildSubreaper();
  let leader: number;
  try {
    setChildSubreaper(true); // to hear of the daemon's end
    leader = fork();
  } catch (error) {
    setChildSubreaper(reaper);
    for (const fd of [answer, tell]) close(fd);
    throw error;
  }
  if (leader > 0) {
    close(tell);
    return awaitWord(answer, leader);
  }
  close(answer);
  try {
    setsid();
    if (fork() > 0) _exit(0);
    say(tell, { pid: getpid() });
    become(plan, tell);
  } catch (error) {
    say(tell, { failed: (error as Error).message });
    process.exit(1);
  }
  return speaker(tell);
}
